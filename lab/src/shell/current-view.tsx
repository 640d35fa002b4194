import { effect, signal } from "@preact/signals";
import type { VNode } from "preact";
import { useLayoutEffect } from "preact/hooks";
import type { ViewName } from "../router/route.ts";
import { route, wasFollowed } from "../router/router.ts";
import type { View } from "./views.tsx";
import { loadView, viewLinks } from "./views.tsx";

type Loaded = { readonly name: ViewName; readonly View: View } | { readonly name: ViewName; readonly problem: string };

const loaded = signal<Loaded | null>(null);

effect(() => {
  const { view } = route.value;
  document.title = titleOf(view);
  if (view === null || loaded.peek()?.name === view) return;
  void load(view);
});

async function load(name: ViewName): Promise<void> {
  let result: Loaded;
  try {
    result = { name, View: await loadView[name]() };
  } catch {
    result = {
      name,
      problem: "This view could not be loaded. Is the Lab's server still running? Reload to try again.",
    };
  }
  // Whoever has gone on in the meantime does not want it any more.
  if (route.peek().view === name) loaded.value = result;
}

/** The view that the address names; the one before stays until it is there. */
export function CurrentView(): VNode | null {
  const { view } = route.value;
  const current = loaded.value;
  useLayoutEffect(() => {
    if (wasFollowed()) scrollTo({ top: 0, behavior: "instant" });
  }, [current]);
  if (view === null) return <NoSuchView />;
  if (current === null) return null;
  if ("problem" in current) return <p role="alert">{current.problem}</p>;
  const { View } = current;
  return <View />;
}

function NoSuchView(): VNode {
  return (
    <section class="page">
      <h1>There is nothing here</h1>
      <p>
        No view has this address. <a href="#/">Go to the Stage</a>.
      </p>
    </section>
  );
}

function titleOf(view: ViewName | null): string {
  const link = viewLinks.find((other) => other.view === view);
  return link === undefined ? "Concors Lab" : `${link.name} – Concors Lab`;
}
