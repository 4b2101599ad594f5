"""From JSON-LD documents to the bytes that are hashed and signed."""
