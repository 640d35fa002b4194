// Site A's page: it fetches what the Lab's page tells it to, and tells what a script could see of that.
const lab = document.documentElement.dataset.lab;

addEventListener("message", ({ data, origin, source }) => {
  // Any page may post messages; the Lab alone may frame this one, and nobody else is obeyed.
  if (origin === lab && source === parent && data?.kind === "fetch") void obey(data);
});

parent.postMessage({ kind: "ready" }, lab);

async function obey({ order, url, init }) {
  parent.postMessage({ kind: "seen", order, seen: await see(url, init) }, lab);
}

async function see(url, { body, ...init }) {
  const begun = performance.now();
  const took = () => performance.now() - begun;
  try {
    const response = await fetch(url, body ? { ...init, body: bodyOf(body) } : init);
    return {
      ok: true,
      type: response.type,
      status: response.status,
      url: response.url,
      redirected: response.redirected,
      headers: [...response.headers],
      body: await response.text().catch((error) => `!${error.name}`),
      took: took(),
    };
  } catch (error) {
    return { ok: false, name: error.name, message: error.message, took: took() };
  }
}

function bodyOf({ type, text }) {
  return type === null ? text : new Blob([text], { type });
}
