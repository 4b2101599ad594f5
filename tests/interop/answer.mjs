/*
 * Answers requests, one JSON object a line: `{operation, …}` comes in, `{answer}` or `{error}` goes out.
 *
 * Python starts it once and keeps it (`node_process.py`).
 */
import {publish, serve} from './web.mjs'; // first, since it replaces `fetch`
import * as digitalbazaar from './digitalbazaar.mjs';
import * as jose from './jose.mjs';
import * as verifierCore from './verifier_core.mjs';
import {createInterface} from 'node:readline';

const OPERATIONS = {
  'contexts': ({documents}) => digitalbazaar.useContexts(documents),
  'publish': ({url, body, contentType}) => publish(url, {body, contentType}),
  'serve': ({origin, server}) => serve(origin, server),
  'verify': digitalbazaar.verify,
  'sign': digitalbazaar.sign,
  'derive': digitalbazaar.derive,
  'verify-presentation': digitalbazaar.verifyPresentation,
  'present': digitalbazaar.present,
  'canonicalize': digitalbazaar.canonicalize,
  'resolve': digitalbazaar.resolve,
  'verifier-core': verifierCore.verify,
  'jwt-verify': jose.verify,
  'jwt-sign': jose.sign
};

async function answer(line) {
  const {operation, ...request} = JSON.parse(line);
  try {
    return {answer: await OPERATIONS[operation](request) ?? null};
  } catch(error) {
    return {error: digitalbazaar.messages(error)};
  }
}

for await (const line of createInterface({input: process.stdin})) {
  process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
}
