"""The world: databases, key files, other people's documents. Implements the protocols of `ports`."""
