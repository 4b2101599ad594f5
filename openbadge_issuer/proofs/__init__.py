"""How a document is secured: embedded Data Integrity proofs, or as a whole in a JWT."""
