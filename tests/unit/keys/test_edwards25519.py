"""Which bytes are an Ed25519 public key."""

import pytest

from openbadge_issuer.errors import KeyMaterialError
from openbadge_issuer.keys.edwards25519 import check_point
from openbadge_issuer.keys.public_key import KeyKind
from openbadge_issuer.keys.signer import LocalSigner

P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
SIGN = 1 << 255


def encoded(y: int) -> bytes:
    return y.to_bytes(32, "little")


def doubled(point: tuple[int, int]) -> tuple[int, int]:
    x, y = point
    product = D * x * x * y * y
    return 2 * x * y * pow(1 + product, -1, P) % P, (y * y + x * x) * pow(1 - product, -1, P) % P


def x_of(y: int) -> int:
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    root = pow(square, (P + 3) // 8, P)
    return root if root * root % P == square else root * pow(2, (P - 1) // 4, P) % P


def test_generated_keys_are_points() -> None:
    for _ in range(20):
        check_point(LocalSigner.generate(KeyKind.ED25519).public_key.der[-32:])


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(KeyMaterialError, match="has 32 bytes"):
        check_point(bytes(length))


@pytest.mark.parametrize("y", [P, P + 1, 2**255 - 1])
@pytest.mark.parametrize("sign", [0, SIGN])
def test_second_spelling_of_a_point_is_refused(y: int, sign: int) -> None:
    with pytest.raises(KeyMaterialError, match="second spelling"):
        check_point(encoded(y + sign))


@pytest.mark.parametrize("sign", [0, SIGN])
def test_points_of_small_order_are_refused(sign: int) -> None:
    y8 = 2707385501144840649318225287225658788936804267575313519463743609750303402022
    assert doubled(doubled(doubled((x_of(y8), y8)))) == (0, 1)
    for y in (0, 1, P - 1, y8, P - y8):
        with pytest.raises(KeyMaterialError, match="small order"):
            check_point(encoded(y + sign))


def test_bytes_off_the_curve_are_refused() -> None:
    with pytest.raises(KeyMaterialError, match="not on the curve"):
        check_point(encoded(2))
