import { LitElement, html } from 'lit';

/** The frame around every page. */
class FarmApp extends LitElement {
  createRenderRoot() { return this; }

  render() { return html`<main><h1>Renderfarm</h1></main>`; }
}

customElements.define('farm-app', FarmApp);
