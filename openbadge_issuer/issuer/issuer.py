"""
An issuer: who it says it is, the keys it signs with, and the badges it makes.

What it issues is composed with the data model, refused if anything in it would not be signed,
signed in every form for which there is a key, and verified before it is given out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Self

from openbadge_issuer import model
from openbadge_issuer.errors import KeyMaterialError
from openbadge_issuer.issuer.achievement import Achievement
from openbadge_issuer.issuer.award import Award
from openbadge_issuer.issuer.badge import Badge
from openbadge_issuer.issuer.composing import BACKDATING, Part, compose, refused, whole_seconds
from openbadge_issuer.issuer.embedding import Means, embed
from openbadge_issuer.issuer.endorsement import AnyEndorsement, Endorsement
from openbadge_issuer.issuer.endorsing import Endorsable
from openbadge_issuer.issuer.endorsing import compose as compose_endorsement
from openbadge_issuer.issuer.given import check_kind, check_says_something, several
from openbadge_issuer.issuer.recipient import Recipient
from openbadge_issuer.issuer.series import Check, Series
from openbadge_issuer.issuer.signing import check_own_work, method_of, sign
from openbadge_issuer.issuer.spot_checks import CHECK_EVERY, SpotChecks
from openbadge_issuer.json_text import JsonObject, parse_object, to_text
from openbadge_issuer.keys.did import PublishedKey, did_document, did_key, did_web_url, jwks
from openbadge_issuer.keys.public_key import KeyKind, PublicKey
from openbadge_issuer.keys.signer import LocalSigner, Signer
from openbadge_issuer.linked_data.contexts import Contexts
from openbadge_issuer.ports import DocumentFetcher
from openbadge_issuer.proofs import vc_jwt
from openbadge_issuer.proofs.data_integrity import add_proof
from openbadge_issuer.proofs.timestamps import parse_timestamp
from openbadge_issuer.verification.codes import DATES, ISSUER_KEY, PROOF, STRICTNESS, STRUCTURE
from openbadge_issuer.verification.source import issuer_of


class Issuer:
    """
    An issuer of badges.

    Args:
        profile: Who it is; `id` is its identity: a did:web, an https URL, or the did:key of its one key.
        signers: Its keys. The first Ed25519 key signs the JSON form, the first of another kind the JWT form.
        jwt_signer: The key for the JWT form, if it is another; an Ed25519 key makes EdDSA, which few read.
        published: Keys that sign no more, and are still published so that older badges verify.
        contexts: The JSON-LD contexts at hand, for terms of one's own; None for those that are shipped.
        self_check: Whether each signed text is verified before it is given out.
            False leaves that to a caller who verifies it with more at hand, such as the published DID document.

    Raises:
        KeyMaterialError: If no signer has an Ed25519 key, two have the same, or one does not go with the id.
        ModelError: If the profile is not what the standard describes.
    """

    def __init__(
        self,
        *,
        profile: model.Profile | JsonObject,
        signers: Sequence[Signer],
        jwt_signer: Signer | None = None,
        published: Sequence[PublishedKey] = (),
        contexts: Contexts | None = None,
        self_check: bool = True,
    ) -> None:
        self._profile = (
            profile if isinstance(profile, model.Profile) else model.Profile.from_document(profile)
        )
        self._part = Part.of(self._profile)
        self._latest: tuple[object, Part[model.Achievement] | None] = (None, None)
        self._signers = tuple(signers)
        self._published = tuple(published)
        self._contexts = contexts
        self._self_check = self_check
        self._json_signer = _for_json(self._signers)
        self._jwt_signer = jwt_signer or _for_jwt(self._signers)
        self._check_keys()

    @classmethod
    def create(
        cls,
        name: str,
        url: str,
        *,
        did: str | None = None,
        email: str | None = None,
        description: str | None = None,
        image: str | None = None,
    ) -> Self:
        """
        Make a new issuer with new keys.

        The keys are in memory only: keep the profile, and what `to_pem(passphrase)` of each signer gives.

        Args:
            name: What it is called.
            url: Its home page.
            did: Its identity on its own domain, such as `did:web:school.example`;
                it then has a key for each form, and `did_document` is what to publish.
                None makes a did:key: the identity is the key, nothing is published,
                and the key can never be changed.
            email: Where to write to.
            description: What it is.
            image: The URL of its logo.

        Raises:
            KeyMaterialError: If `did` is not a did:web that can be published.
            ModelError: If something is not what the standard allows.
        """
        signers = [LocalSigner.generate(KeyKind.ED25519)]
        if did is not None:
            did_web_url(did)
            signers.append(LocalSigner.generate(KeyKind.P256))
        check_says_something(name, name="name", of="Profile")
        profile = model.Profile(
            id=did or did_key(signers[0].public_key),
            name=name,
            url=url,
            email=email,
            description=description,
            image=model.Image(id=image) if image else None,
        )
        return cls(profile=profile, signers=signers)

    @property
    def id(self) -> str:
        """The issuer's identity: what stands as `issuer.id` in every badge."""
        return self._profile.id

    @property
    def profile(self) -> model.Profile:
        """Who the issuer is, as it stands in every badge."""
        return self._profile

    @property
    def signers(self) -> tuple[Signer, ...]:
        """The keys it signs with."""
        return self._signers

    @property
    def did_document(self) -> JsonObject:
        """
        The document to publish: for a did:web at `keys.did.did_web_url(issuer.id)`, for an https URL there.

        Raises:
            KeyMaterialError: If the issuer is a did:key, whose document follows from the key.
        """
        if self.id.startswith("did:key:"):
            raise KeyMaterialError("A did:key is its own document: there is nothing to publish.")
        return did_document(self.id, self._keys())

    @property
    def jwks(self) -> JsonObject:
        """The keys as a JWK set, for readers of JWTs: to publish at `/.well-known/jwks.json`."""
        return jwks(self._keys(), self.id)

    def issue(
        self,
        achievement: Achievement | model.Achievement,
        recipient: Recipient,
        *,
        credential_id: str | None = None,
        evidence: Sequence[model.Evidence | str] | model.Evidence | str = (),
        results: Sequence[model.Result] | model.Result = (),
        narrative: str | None = None,
        role: str | None = None,
        credits_earned: float | None = None,
        valid_from: datetime | None = None,
        valid_until: datetime | None = None,
        awarded_date: datetime | None = None,
        status: JsonObject | Sequence[JsonObject] | None = None,
        endorsements: Sequence[AnyEndorsement] | AnyEndorsement = (),
        fetcher: DocumentFetcher | None = None,
        trusted_keys: Mapping[str, PublicKey | Sequence[PublicKey]] | None = None,
        now: datetime | None = None,
    ) -> Badge:
        """
        Award an achievement to somebody.

        Args:
            achievement: What was earned.
            recipient: Who earned it.
            credential_id: The badge's own id, such as the URL it is served at; None for a random `urn:uuid`.
            evidence: What shows it, one or several; a URL by itself is enough.
            results: How well it was done, one or several; each may name a result description of the achievement.
            narrative: How it was earned; Markdown.
            role: What the recipient did in it.
            credits_earned: The credits it brought.
            valid_from: From when it counts, at the latest now; None for a minute ago, since clocks differ.
            valid_until: Until when it counts; None for good.
            awarded_date: When it was first awarded, if that was earlier.
            status: Where its status can be looked up, as `status.status_list.entry` writes it.
            endorsements: What others say about the achievement, under their own signatures; put into the badge
                after those that the achievement brings along.
                Each must be about this achievement, and is verified first, as `self_check` says.
            fetcher: What fetches documents that verifying endorsements takes: DID documents, status lists.
                An endorser that is a did:key, and whose word has no status, needs none.
            trusted_keys: Endorser's id → its key or keys, known otherwise.
            now: The present, with a time zone; None to read the clock.

        Raises:
            ModelError: If something is not what the standard allows, or an endorsement is about something else;
                says where.
            InputError: If an endorsement is a JWT, cannot be read, or there are too many.
            LinkedDataError: If something in it would not be signed.
            ProofError: If an endorsement does not verify, or a key gave a signature that does not hold.
            TypeError: If achievement or recipient is of another class.
        """
        check_kind(achievement, Achievement, model.Achievement, name="achievement")
        check_kind(recipient, Recipient, name="recipient")
        moment = whole_seconds(now or datetime.now(UTC), "now")
        award = Award(
            recipient=recipient,
            credential_id=credential_id,
            evidence=evidence,
            results=results,
            narrative=narrative,
            role=role,
            credits_earned=credits_earned,
            valid_from=valid_from,
            valid_until=valid_until,
            awarded_date=awarded_date,
            status=status,
        )
        document = compose(award, achievement=self._part_of(achievement), issuer=self._part, now=moment)
        wanted = _all_endorsements(achievement, endorsements)
        embed(document, wanted, self._means(moment, fetcher, trusted_keys))
        return self._checked(self._signed(document, moment), moment)

    def issue_many(
        self,
        achievement: Achievement | model.Achievement,
        recipients: Iterable[Recipient | Award],
        *,
        endorsements: Sequence[AnyEndorsement] | AnyEndorsement = (),
        fetcher: DocumentFetcher | None = None,
        trusted_keys: Mapping[str, PublicKey | Sequence[PublicKey]] | None = None,
        check_every: int = CHECK_EVERY,
        now: datetime | None = None,
    ) -> Iterator[Badge]:
        """
        Award an achievement to many, any number, in the memory that one takes.

        Badges come in the order of the recipients, each made when it is asked for; none is kept here.
        The first badge of each shape is verified before it is given out, and one in `check_every` of the rest;
        an issuer without `self_check` verifies none.

        Args:
            achievement: What was earned; it, and its endorsements, are looked at once.
            recipients: Who earned it: a recipient, or an `Award` with what is this badge's own. An iterator will do.
            endorsements: As in `issue`; they go into every badge.
            fetcher: As in `issue`.
            trusted_keys: As in `issue`.
            check_every: One in so many badges is verified, beside the first of each shape; 1 for every one.
            now: The present, with a time zone, for all of them; None to read the clock for each.

        Raises:
            OpenBadgeError: As `issue`: about the achievement and its endorsements at once, about a badge when
                its turn comes. What was given out before holds, and no more come; to go on after a bad one,
                use `series`.
        """
        series = self.series(
            achievement,
            endorsements=endorsements,
            fetcher=fetcher,
            trusted_keys=trusted_keys,
            check_every=check_every,
            now=now,
        )
        return series.issue_all(recipients, now=now)

    def series(
        self,
        achievement: Achievement | model.Achievement,
        *,
        endorsements: Sequence[AnyEndorsement] | AnyEndorsement = (),
        fetcher: DocumentFetcher | None = None,
        trusted_keys: Mapping[str, PublicKey | Sequence[PublicKey]] | None = None,
        check_every: int = CHECK_EVERY,
        check: Check | None = None,
        now: datetime | None = None,
    ) -> Series:
        """
        Prepare to award an achievement to many, one by one: `series.issue(recipient)`.

        Args:
            achievement: As in `issue_many`, like all that is not told here.
            endorsements: What others say about it.
            fetcher: What fetches documents that verifying endorsements takes.
            trusted_keys: Endorser's id → its key or keys, known otherwise.
            check_every: One in so many badges is verified, beside the first of each shape.
            check: What verifies a badge; None for the issuer's own `self_check`, if it does that.
            now: The present, for which endorsements are verified; None to read the clock.

        Raises:
            ModelError: If something in the achievement is not what the standard allows; says where.
            InputError: If an endorsement is a JWT, cannot be read, or there are too many.
            ProofError: If an endorsement does not verify.
            TypeError: If the achievement is of another class.
        """
        check_kind(achievement, Achievement, model.Achievement, name="achievement")
        moment = whole_seconds(now or datetime.now(UTC), "now")
        part = self._part_of(achievement)
        bare: JsonObject = {"credentialSubject": {"achievement": part.document}}
        wanted = _all_endorsements(achievement, endorsements)
        embed(bare, wanted, self._means(moment, fetcher, trusted_keys))
        return Series(
            issuer=self._part,
            achievement=Part(part.value, bare["credentialSubject"]["achievement"]),
            secure=self._signed,
            check=check or (self._check_badge if self._self_check else None),
            spot_checks=SpotChecks(check_every),
        )

    def endorse(
        self,
        what: "Endorsable | Issuer",
        *,
        comment: str | None = None,
        name: str | None = None,
        endorsement_id: str | None = None,
        valid_from: datetime | None = None,
        valid_until: datetime | None = None,
        awarded_date: datetime | None = None,
        status: JsonObject | None = None,
        now: datetime | None = None,
    ) -> Endorsement:
        """
        Give one's word for something: an achievement, another issuer, a badge.

        An endorsement of an achievement goes into its next badges: `issue(…, endorsements=[endorsement])`.

        Args:
            what: What is endorsed, or its id alone.
            comment: What is said about it; Markdown.
            name: What the endorsement is called; None for "Endorsement of …".
            endorsement_id: Its own id, such as the URL it is served at; None for a random `urn:uuid`.
            valid_from: From when it counts, at the latest now; None for a minute ago, since clocks differ.
            valid_until: Until when it counts; None for good.
            awarded_date: When it was first given, if that was earlier.
            status: Where its status can be looked up, as `status.status_list.entry` writes it.
                Without one it cannot be taken back.
            now: The present, with a time zone; None to read the clock.

        Raises:
            ModelError: If what is endorsed has no id, or something is not what the standard allows; says where.
            LinkedDataError: If something in it would not be signed.
            ProofError: If a key gave a signature that does not hold.
        """
        moment = whole_seconds(now or datetime.now(UTC), "now")
        document = compose_endorsement(
            what.profile if isinstance(what, Issuer) else what,
            endorser=self._profile,
            comment=comment,
            name=name,
            endorsement_id=endorsement_id,
            valid_from=whole_seconds(valid_from, "validFrom") if valid_from else moment - BACKDATING,
            valid_until=whole_seconds(valid_until, "validUntil") if valid_until else None,
            awarded_date=whole_seconds(awarded_date, "awardedDate") if awarded_date else None,
        ).to_document()
        signed = self.secure({**document, "credentialStatus": status} if status else document, now=moment)
        return Endorsement(id=signed.id, json=signed.json, jwt_or_none=signed.jwt_or_none)

    def secure(
        self, credential: model.OpenBadgeCredential | JsonObject, *, now: datetime | None = None
    ) -> Badge:
        """
        Sign a badge that was composed as a whole, in every form for which there is a key.

        Args:
            credential: The badge, without a proof, with this issuer's id as `issuer.id`.
            now: The present, with a time zone; None to read the clock.

        Raises:
            ModelError: If it is not what the standard describes, is not of this issuer, or is not valid now.
            LinkedDataError: If something in it would not be signed.
            ProofError: If it has a proof, or a key gave a signature that does not hold.
        """
        moment = whole_seconds(now or datetime.now(UTC), "now")
        given = credential.to_document() if isinstance(credential, model.Model) else credential
        document = parse_object(to_text(given))
        model.class_of(document).from_document(document)
        return self._checked(self._signed(document, moment), moment)

    def disclosable(
        self,
        credential: Badge | model.OpenBadgeCredential | JsonObject,
        *,
        mandatory_pointers: Sequence[str] | None = None,
        now: datetime | None = None,
    ) -> str:
        """
        Sign a badge so that its holder can show a part of it, without evidence or grades, say (`ecdsa-sd-2023`).

        Args:
            credential: A badge that `issue` or `secure` returned;
                or one that was composed as a whole, without a proof, with this issuer's id as `issuer.id`.
            mandatory_pointers: JSON pointers to what the holder cannot leave out;
                None for all but evidence, results and what else nobody is misled without.
            now: The present, with a time zone; None to read the clock.

        Returns:
            The exact text, for the holder alone. What verifiers get is derived from it: see `derive`.

        Raises:
            KeyMaterialError: If the issuer has no P-256 key.
            ModelError: As `secure`.
            LinkedDataError: As `secure`.
            ProofError: As `secure`.
            InputError: If a mandatory pointer leads nowhere; names it.
        """
        moment = whole_seconds(now or datetime.now(UTC), "now")
        document = _unsigned(credential)
        _check_names(document, self.id)
        _check_period(document, moment)
        signed = sign(
            document,
            _for_disclosure(self._every_signer()),
            created=moment,
            cryptosuite="ecdsa-sd-2023",
            mandatory_pointers=mandatory_pointers,
            contexts=self._contexts,
        )
        return to_text(signed)

    def __repr__(self) -> str:
        return f"<Issuer {self.id}>"

    # --- signing

    def _part_of(self, achievement: Achievement | model.Achievement) -> Part[model.Achievement]:
        """Look at an achievement, unless it is the one that the badge before was for."""
        given, part = self._latest
        if part is None or given is not achievement:
            part = Part.of(
                achievement.to_model(self.id) if isinstance(achievement, Achievement) else achievement
            )
            self._latest = achievement, part
        return part

    def _signed(self, document: JsonObject, moment: datetime) -> Badge:
        """Sign a document that is what the data model allows, without verifying it."""
        _check_names(document, self.id)
        _check_period(document, moment)
        signed = self._signed_json(document, moment)
        return Badge(id=document["id"], json=signed, jwt_or_none=self._signed_jwt(document))

    def _signed_json(self, document: JsonObject, moment: datetime) -> str:
        signer = self._json_signer
        signed = add_proof(
            document,
            signer,
            verification_method=method_of(self.id, signer.public_key),
            created=moment,
            contexts=self._contexts,
        )
        return to_text(signed)

    def _signed_jwt(self, document: JsonObject) -> str | None:
        signer = self._jwt_signer
        if signer is None:
            return None
        method = method_of(self.id, signer.public_key)
        return vc_jwt.encode(document, signer, verification_method=method)

    def _checked(self, badge: Badge, moment: datetime) -> Badge:
        if self._self_check:
            self._check_badge(badge, moment)
        return badge

    def _check_badge(self, badge: Badge, moment: datetime) -> None:
        """Verify what was signed, in each form."""
        for text in filter(None, (badge.json, badge.jwt_or_none)):
            check_own_work(
                text,
                (STRUCTURE, STRICTNESS, PROOF, ISSUER_KEY, DATES),
                issuer_id=self.id,
                keys=[signer.public_key for signer in self._every_signer()],
                now=moment,
                contexts=self._contexts,
            )

    def _means(
        self,
        moment: datetime,
        fetcher: DocumentFetcher | None,
        trusted_keys: Mapping[str, PublicKey | Sequence[PublicKey]] | None,
    ) -> Means | None:
        """What endorsements are verified with: what the caller gave, and the issuer's own keys for its own word."""
        if not self._self_check:
            return None
        own = {self.id: [signer.public_key for signer in self._every_signer()]}
        keys = {**own, **(trusted_keys or {})}
        return Means(now=moment, contexts=self._contexts, fetcher=fetcher, trusted_keys=keys)

    # --- keys

    def _check_keys(self) -> None:
        keys = [signer.public_key for signer in self._every_signer()]
        for key in keys:
            method_of(self.id, key)
            if keys.count(key) > 1:
                raise KeyMaterialError(f"Two signers have the same key, {key.fragment}.")

    def _every_signer(self) -> tuple[Signer, ...]:
        extra = self._jwt_signer
        return self._signers if extra is None or extra in self._signers else (*self._signers, extra)

    def _keys(self) -> list[PublishedKey]:
        """Ed25519 first: some verifiers take the first key of a document for every embedded proof."""
        own = [
            PublishedKey(public_key=key, verification_method=method_of(self.id, key))
            for key in (signer.public_key for signer in self._every_signer())
        ]
        return sorted([*own, *self._published], key=lambda key: key.public_key.kind is not KeyKind.ED25519)


def _all_endorsements(
    achievement: Achievement | model.Achievement, given: Sequence[AnyEndorsement] | AnyEndorsement
) -> list[AnyEndorsement]:
    """List the endorsements that an achievement brings along, then those that are given beside it."""
    brought = achievement.endorsements if isinstance(achievement, Achievement) else ()
    first: Sequence[AnyEndorsement] = several(brought)
    then: Sequence[AnyEndorsement] = several(given)
    return [*first, *then]


def _for_json(signers: Sequence[Signer]) -> Signer:
    """Return the signer for embedded proofs: of all suites, every verifier takes the one for Ed25519 keys."""
    for signer in signers:
        if signer.public_key.kind is KeyKind.ED25519:
            return signer
    kinds = ", ".join(signer.public_key.kind for signer in signers) or "no signer at all"
    raise KeyMaterialError(f"An issuer needs a signer with an Ed25519 key; found {kinds}.")


def _for_jwt(signers: Sequence[Signer]) -> Signer | None:
    others = [signer for signer in signers if signer.public_key.kind is not KeyKind.ED25519]
    return others[0] if others else None


def _unsigned(credential: Badge | model.OpenBadgeCredential | JsonObject) -> JsonObject:
    """Return what a badge says, without the proof that an issued one has."""
    if isinstance(credential, Badge):
        return {key: value for key, value in credential.document.items() if key != "proof"}
    given = credential.to_document() if isinstance(credential, model.Model) else credential
    return parse_object(to_text(given))


def _for_disclosure(signers: Sequence[Signer]) -> Signer:
    """Return the signer for selective disclosure, for which there is a suite with P-256 keys only."""
    for signer in signers:
        if signer.public_key.kind is KeyKind.P256:
            return signer
    kinds = ", ".join(signer.public_key.kind for signer in signers)
    raise KeyMaterialError(
        f"To let holders show parts of a badge, an issuer needs a P-256 key; found {kinds}."
    )


def _check_names(document: JsonObject, issuer_id: str) -> None:
    if "id" not in document:
        raise refused("missing", "$.id", "Expected an `id`, by which the badge is known; found nothing.")
    found = issuer_of(document)
    if found != issuer_id:
        raise refused(
            "another-issuer", "$.issuer.id", f"Expected {issuer_id}, who signs; found {found or 'nothing'}."
        )


def _check_period(document: JsonObject, now: datetime) -> None:
    """A badge is given out when it counts; verifiers would refuse it before and after."""
    begin, end = (document.get(name) for name in ("validFrom", "validUntil"))
    if begin is not None and parse_timestamp(begin, path="$.validFrom") > now:
        message = f"Expected a moment that is not ahead of now; found {begin}."
        raise refused("not-yet-valid", "$.validFrom", message)
    if end is not None and parse_timestamp(end, path="$.validUntil") <= now:
        raise refused("expired", "$.validUntil", f"Expected a moment that is ahead of now; found {end}.")
