/* Verifying and signing JWTs with jose: the key comes from a JWK set, chosen by `kid`. */
import {SignJWT, createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify} from 'jose';

/** Verify a JWT with a JWK set. */
export async function verify({token, keys, now}) {
  const options = now ? {currentDate: new Date(now)} : {};
  try {
    const {payload, protectedHeader} = await jwtVerify(token, createLocalJWKSet(keys), options);
    return {verified: true, payload, header: protectedHeader};
  } catch(error) {
    return {verified: false, errors: [`${error.code}: ${error.message}`]};
  }
}

/** Sign a payload with a new key. */
export async function sign({payload, algorithm, kid}) {
  const options = algorithm === 'EdDSA' ? {crv: 'Ed25519'} : {};
  const {publicKey, privateKey} = await generateKeyPair(algorithm, options);
  const header = {alg: algorithm, kid, typ: 'JWT'};
  const token = await new SignJWT(payload).setProtectedHeader(header).sign(privateKey);
  return {token, key: await exportJWK(publicKey)};
}
