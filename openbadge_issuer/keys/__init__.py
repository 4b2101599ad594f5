"""What a key is: Multikey and JWK, signatures, signers, DIDs. The folder `keys/` is where ours lie."""
