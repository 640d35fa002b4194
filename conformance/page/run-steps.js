// Makes a scenario's fetches one after the other and tells all that script can see of them.
async function runSteps(steps) {
  const seen = [];
  for (const step of steps) seen.push(await runStep(step));
  return seen;
}

async function runStep({ url, wait, method, headers, mode, credentials, redirect, cache, body }) {
  if (wait !== undefined) await new Promise((resolve) => setTimeout(resolve, wait));
  const init = { method, headers, mode, credentials, redirect, cache, body: body && bodyOf(body) };
  for (const name in init) if (init[name] === undefined) delete init[name];
  try {
    const response = await fetch(url, init);
    return {
      ok: true,
      type: response.type,
      status: response.status,
      url: response.url,
      redirected: response.redirected,
      headers: Object.fromEntries(response.headers),
      body: await response.text().catch((error) => `!${error.name}`),
    };
  } catch (error) {
    return { ok: false, error: error.name };
  }
}

function bodyOf({ text, type, form }) {
  if (type !== undefined) return new Blob([text], { type });
  return form === undefined ? text : new URLSearchParams(form);
}
