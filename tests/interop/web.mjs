/*
 * The web as these tests need it: a table of documents, and nothing else.
 *
 * `fetch` is replaced before any verifier is loaded, so that each resolves DIDs and gets status lists
 * in its own way, with its own headers, and no request ever leaves the machine.
 */
const documents = new Map();
const origins = new Map();
const forward = globalThis.fetch;

globalThis.fetch = async (request, options) => {
  const {url, headers} = new Request(request, options);
  const {origin, pathname, search} = new URL(url);
  const found = documents.get(url);
  if(found !== undefined) {
    const {body, contentType} = found;
    return new Response(body, {headers: {'content-type': contentType}});
  }
  if(origins.has(origin)) {
    return forward(`${origins.get(origin)}${pathname}${search}`, {headers});
  }
  return new Response('Not found', {status: 404});
};

/** Serve a document at a URL: `{body, contentType}`. */
export function publish(url, document) {
  documents.set(url, document);
}

/** Let a server on this machine answer for an origin. */
export function serve(origin, server) {
  origins.set(origin, server);
}
