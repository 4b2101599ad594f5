/*
 * Verifying and signing with @digitalbazaar/vc, and with the fork that the Digital Credentials
 * Consortium's wallet is built on.
 *
 * Contexts are those that this project ships; DIDs are resolved by Digital Bazaar's own drivers.
 */
import * as consortium from '@digitalcredentials/vc';
import * as digitalbazaar from '@digitalbazaar/vc';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {CachedResolver} from '@digitalbazaar/did-io';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {cryptosuite as ecdsaRdfc2019} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {cryptosuite as eddsaRdfc2022} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as ecdsaJcs2019 from '@digitalbazaar/ecdsa-jcs-2019-cryptosuite';
import * as ecdsaSd2023 from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import * as eddsaJcs2022 from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {driver as didKey} from '@digitalbazaar/did-method-key';
import {driver as didWeb} from '@digitalbazaar/did-method-web';
import {Ed25519Signature2020} from '@digitalbazaar/ed25519-signature-2020';

const LIBRARIES = {digitalbazaar, consortium};
const MULTIKEYS = {'Ed25519': Ed25519Multikey, 'P-256': EcdsaMultikey, 'P-384': EcdsaMultikey};
const TO_SIGN = {
  'eddsa-rdfc-2022': eddsaRdfc2022,
  'ecdsa-rdfc-2019': ecdsaRdfc2019,
  'eddsa-jcs-2022': eddsaJcs2022.createSignCryptosuite(),
  'ecdsa-jcs-2019': ecdsaJcs2019.createSignCryptosuite(),
  'ecdsa-sd-2023': ecdsaSd2023.createSignCryptosuite({
    mandatoryPointers: ['/issuer', '/validFrom', '/credentialSubject/achievement']
  })
};
const TO_VERIFY = [
  eddsaRdfc2022, ecdsaRdfc2019, eddsaJcs2022.createVerifyCryptosuite(),
  ecdsaJcs2019.createVerifyCryptosuite(), ecdsaSd2023.createVerifyCryptosuite()
];
const HEADERS = {z6Mk: Ed25519Multikey, zDna: EcdsaMultikey, z82L: EcdsaMultikey};

const contexts = new Map();
const drivers = [didKey(), didWeb()];
for(const driver of drivers) {
  for(const [multibaseMultikeyHeader, Multikey] of Object.entries(HEADERS)) {
    driver.use({multibaseMultikeyHeader, fromMultibase: Multikey.from});
  }
}

/** Take the contexts that this project ships: URL to document. */
export function useContexts(documents) {
  Object.entries(documents).forEach(([url, document]) => contexts.set(url, document));
}

/** Verify an embedded proof, and read the status that the badge names. */
export async function verify({library, credential, now}) {
  const result = await LIBRARIES[library].verifyCredential({
    credential, now, suite: suites(), documentLoader: newLoader(), checkStatus
  });
  const statuses = result.statusResult?.results?.map(({status}) => status) ?? [];
  return {verified: result.verified, statuses, errors: messages(result.error ?? result.statusResult?.error)};
}

/** Sign with a new key; the issuer becomes its did:key. */
export async function sign({credential, suite, kind}) {
  const {did, signer} = await newSigner(kind);
  const proof = suite === 'Ed25519Signature2020' ?
    new Ed25519Signature2020({signer}) : new DataIntegrityProof({signer, cryptosuite: TO_SIGN[suite]});
  const issuer = {...credential.issuer, id: did};
  return digitalbazaar.issue({credential: {...credential, issuer}, suite: proof, documentLoader: newLoader()});
}

/** Verify a presentation, and every credential in it. */
export async function verifyPresentation({library, presentation, challenge, domain}) {
  const result = await LIBRARIES[library].verify({
    presentation, challenge, domain, suite: suites(), documentLoader: newLoader(), checkStatus
  });
  const errors = [result, result.presentationResult, ...(result.credentialResults ?? [])].map(({error}) => error);
  return {verified: result.verified, errors: errors.flatMap(messages)};
}

/** Present credentials as a new did:key. */
export async function present({credentials, challenge, domain, suite, kind}) {
  const {did, signer} = await newSigner(kind);
  const presentation = digitalbazaar.createPresentation({
    verifiableCredential: credentials, holder: did, verify: false
  });
  const proof = new DataIntegrityProof({signer, cryptosuite: TO_SIGN[suite]});
  return digitalbazaar.signPresentation({
    presentation, challenge, domain, suite: proof, documentLoader: newLoader()
  });
}

/** Disclose a part of a credential that was signed with ecdsa-sd-2023. */
export async function derive({credential, pointers}) {
  const cryptosuite = ecdsaSd2023.createDiscloseCryptosuite({selectivePointers: pointers});
  const suite = new DataIntegrityProof({cryptosuite});
  return digitalbazaar.derive({verifiableCredential: credential, suite, documentLoader: newLoader()});
}

/** Return the canonical N-Quads, in safe mode. */
export async function canonicalize({document}) {
  const documentLoader = newLoader();
  return eddsaRdfc2022.canonize(document, {documentLoader, safe: true, base: null, skipExpansion: false});
}

/** Return what a DID or the URL of a key stands for. */
export async function resolve({did}) {
  return (await newLoader()(did)).document;
}

async function newSigner(kind) {
  const key = await MULTIKEYS[kind].generate({curve: kind});
  const {publicKeyMultibase} = await key.export({publicKey: true});
  const did = `did:key:${publicKeyMultibase}`;
  return {did, signer: {...key.signer(), id: `${did}#${publicKeyMultibase}`}};
}

function suites() {
  return TO_VERIFY.map(cryptosuite => new DataIntegrityProof({cryptosuite}));
}

/** A loader that remembers nothing from one call to the next. */
function newLoader() {
  const resolver = new CachedResolver();
  drivers.forEach(driver => resolver.use(driver));
  return async url => ({contextUrl: null, documentUrl: url, document: await load(url, resolver)});
}

async function load(url, resolver) {
  if(contexts.has(url)) {
    return contexts.get(url);
  }
  if(url.startsWith('did:')) {
    return resolver.get({did: url});
  }
  const response = await fetch(url, {headers: {accept: 'application/ld+json, application/json'}});
  if(!response.ok) {
    throw new Error(`${url} answered ${response.status}.`);
  }
  return response.json();
}

/** The messages of an error and of all that it holds. */
export function messages(error) {
  if(!error) {
    return [];
  }
  const below = [...(error.errors ?? []), ...(error.cause ? [error.cause] : [])];
  const own = [error.message, JSON.stringify(error.details?.event)].filter(Boolean).join(' ');
  return [own, ...below.flatMap(messages)];
}
