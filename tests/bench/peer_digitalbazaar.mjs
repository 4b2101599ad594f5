/*
 * Lets the bench use @digitalbazaar/vc: `prepare` makes an operation ready, `run` does it some times and takes the time.
 *
 * `{operation, …}` comes in, `{answer}` or `{error}` goes out, one JSON object a line.
 * The packages are those of ../interop. Suites, keys and contexts are made once and used again, which is the best case.
 */
import * as vc from '../interop/node_modules/@digitalbazaar/vc/lib/index.js';
import * as Ed25519Multikey from '../interop/node_modules/@digitalbazaar/ed25519-multikey/lib/index.js';
import {cryptosuite} from '../interop/node_modules/@digitalbazaar/eddsa-rdfc-2022-cryptosuite/lib/index.js';
import {DataIntegrityProof} from '../interop/node_modules/@digitalbazaar/data-integrity/lib/index.js';
import {createInterface} from 'node:readline';

const documents = new Map();
const prepared = [];
const OPERATIONS = {sign: prepareSigning, verify: prepareVerifying};

async function prepareSigning({document}) {
  const {did, signer} = await newSigner();
  const suite = new DataIntegrityProof({signer, cryptosuite});
  const credential = {...document, issuer: {...document.issuer, id: did}};
  return () => vc.issue({credential: {...credential}, suite, documentLoader});
}

async function prepareVerifying({document}) {
  const credential = await (await prepareSigning({document}))();
  const suite = new DataIntegrityProof({cryptosuite});
  return async () => {
    const result = await vc.verifyCredential({
      credential, suite, documentLoader, checkStatus: async () => ({verified: true})
    });
    if(!result.verified) {
      throw result.error;
    }
  };
}

async function newSigner() {
  const key = await Ed25519Multikey.generate();
  const {publicKeyMultibase} = await key.export({publicKey: true});
  const did = `did:key:${publicKeyMultibase}`;
  const id = `${did}#${publicKeyMultibase}`;
  const method = {'@context': 'https://w3id.org/security/multikey/v1', id, type: 'Multikey', controller: did,
    publicKeyMultibase};
  const purposes = {assertionMethod: [id]};
  documents.set(id, method);
  documents.set(did, {'@context': 'https://www.w3.org/ns/did/v1', id: did, verificationMethod: [method], ...purposes});
  return {did, signer: {...key.signer(), id}};
}

async function documentLoader(url) {
  if(!documents.has(url)) {
    throw new Error(`${url} is not at hand.`);
  }
  return {contextUrl: null, documentUrl: url, document: documents.get(url), tag: 'static'};
}

async function timed(run, count) {
  const core = process.cpuUsage();
  const start = process.hrtime.bigint();
  for(let done = 0; done < count; ++done) {
    await run();
  }
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const {user, system} = process.cpuUsage(core);
  return {seconds, core_seconds: (user + system) / 1e6};
}

async function answer({operation, ...request}) {
  switch(operation) {
    case 'contexts':
      Object.entries(request.documents).forEach(([url, document]) => documents.set(url, document));
      return null;
    case 'prepare':
      prepared.push(await OPERATIONS[request.what](request));
      return prepared.length - 1;
    default:
      return timed(prepared[request.number], request.count);
  }
}

for await (const line of createInterface({input: process.stdin})) {
  let found;
  try {
    found = {answer: await answer(JSON.parse(line))};
  } catch(error) {
    found = {error: [String(error), ...(error.errors ?? []).map(String)]};
  }
  process.stdout.write(`${JSON.stringify(found)}\n`);
}
