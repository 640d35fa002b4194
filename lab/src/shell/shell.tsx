import type { VNode } from "preact";
import "./shell.css";
import { CurrentView } from "./current-view.tsx";
import { Header } from "./header.tsx";

/** All of the page: the header with the views, the view itself, and where more is told. */
export function Shell(): VNode {
  return (
    <>
      <a class="skip-link" href="#main" onClick={skipToMain}>
        Skip to the content
      </a>
      <Header />
      <main id="main" tabIndex={-1}>
        <CurrentView />
      </main>
      <footer class="footer">
        <p>Everything here happens on this machine. No server is asked but those that you check.</p>
      </footer>
    </>
  );
}

/** The fragment is the view's address: a skip link must not change it. */
function skipToMain(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>("#main")?.focus();
}
