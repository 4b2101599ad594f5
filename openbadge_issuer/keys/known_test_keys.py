"""
Keys whose private halves are printed in standards, guides and test suites: anyone can sign with them.

A key store refuses to open them, so that a key copied from an example never signs a real badge.
Only keys with a published private half are here; others cannot be had by mistake.
Verifiers do not look here: what such a key signed is a valid signature, as worthless as the key.
"""

from typing import Final

from openbadge_issuer.keys.public_key import KeyKind, PublicKey

PUBLISHED_TEST_KEYS: Final = frozenset(
    {
        # W3C: vc-di-eddsa appendix B, vc-di-ecdsa appendix A; RFC 6979 A.2.5 and A.2.6 have the same
        "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
        "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP",
        "z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ",
        "zDnaeTHfhmSaQKBc7CmdL3K7oYg3D6SC7yowe2eBeVd2DH32r",
        "z6MktgKTsu1QhX6QPbyqG6geXdw6FQCZBPq7uQpieWbiQiG7",
        "z6MkhWqdDBPojHA7cprTGTt5yHv5yUi1B8cnXn8ReLumkw6E",
        "z6MkmEq87wkHCYnWnNZkigeDMGTN7oUw1upkhzd77KuXERS1",
        "z6Mkm1S51iPHJvDEkJ9MRtxJmT8Pqo6wHipAFwBAjN83vntT",
        # Open Badges 3.0 Implementation Guide, linked data proof
        "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
        # did:key method: test vectors made from the seeds 0, 1, 2, 3 and 5
        "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
        "z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG",
        "z6MknGc3ocHs3zdPiJbnaaqDi58NGb4pk1Sp9WxWufuXSdxf",
        "z6MkvqoYXQfDDJRv8L4wKzxYeuKyVZBfi9Qo6Ro8MiLH3kDQ",
        "z6MkwYMhwTvsq376YBAcJHy3vyRWzBgn5vKfVqqDCgm7XVKU",
        # RFC 8032 7.1; the first is RFC 8037 appendix A as well
        "z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw",
        "z6MkiaMbhXHNA4eJVCCj8dbzKzTgYDKf6crKgHVHid1F1WCT",
        "z6MkwSD8dBdqcXQzKJZQFPy2hh2izzxskndKCjdmC2dBpfME",
        "z6Mkh7U7jBwoMro3UeHmXes4tKtFbZhMRWejbtunbU4hhvjP",
        "z6MkvLrkgkeeWeRwktZGShYPiB5YuPkhN2yi3MqMKZMFMgWr",
        # RFC 7515 A.3; RFC 7517 A.2
        "zDnaerGBD7Zxzau2fdfEFaaaTDYBu5XEBYdGV2BmERp3MDSov",
        "zDnaekw6iisW1j4ronMuZagbvVehJK4unit6kvZ8UqJ2LSG1j",
    }
)
"""Public halves, as Multikey text."""


def is_published_test_key(public_key: PublicKey) -> bool:
    """Tell whether the private half of this key is public."""
    return public_key.kind is not KeyKind.RSA and public_key.multikey in PUBLISHED_TEST_KEYS
