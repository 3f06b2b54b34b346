export const panelCss = `
  * { box-sizing: border-box; }
  [hidden] { display: none !important; }
  h2, h3, p, ul, blockquote { margin: 0; padding: 0; }
  ul { list-style: none; }
  button, textarea { font: inherit; color: inherit; letter-spacing: inherit; }
  button { margin: 0; padding: 0; border: 0; background: none; text-align: start; cursor: pointer; }
  a { color: var(--sotto-accent); text-underline-offset: 2px; }
  :focus { outline: none; }
  :focus-visible { outline: 2px solid var(--sotto-accent); outline-offset: 2px; }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .icon {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  [dir='rtl'] .directed { transform: scaleX(-1); }

  .panel {
    position: fixed;
    z-index: 2147483001;
    inset: auto var(--sotto-inset, 20px) calc(var(--sotto-inset, 20px) + env(safe-area-inset-bottom, 0px)) auto;
    inset-inline: auto var(--sotto-inset, 20px);
    display: none;
    flex-direction: column;
    inline-size: min(400px, 100vw - 2 * var(--sotto-inset, 20px));
    block-size: min(720px, 85vh);
    max-inline-size: none;
    max-block-size: calc(100dvh - 2 * var(--sotto-inset, 20px));
    margin: 0;
    padding: 0;
    overflow: hidden;
    border: 1px solid var(--sotto-line);
    border-radius: var(--sotto-radius-panel);
    background: var(--sotto-paper);
    color: var(--sotto-ink);
    box-shadow: var(--sotto-shadow);
    overflow-wrap: anywhere;
    animation: rise var(--sotto-calm);
  }
  :host([side='start']) .panel { inset-inline: var(--sotto-inset, 20px) auto; }
  .panel[open], :host([inline]) .panel { display: flex; }
  .panel:focus-visible { outline: none; }
  .panel::backdrop { background: none; }
  @keyframes rise {
    from { opacity: 0; transform: translateY(8px); }
  }
  :host([inline]) { block-size: 100%; min-block-size: 400px; }
  :host([inline]) .panel {
    position: relative;
    z-index: auto;
    inset: auto;
    inline-size: 100%;
    block-size: 100%;
    max-block-size: none;
    border-radius: inherit;
    box-shadow: none;
    animation: none;
  }
  .panel:modal {
    inset: 0;
    inline-size: 100%;
    block-size: 100dvh;
    max-block-size: none;
    border: 0;
    border-radius: 0;
    box-shadow: none;
    font-size: 16px;
  }
  .chat {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-block-size: 0;
  }

  .header {
    position: relative;
    z-index: 1;
    display: flex;
    flex: none;
    align-items: center;
    gap: 4px;
    min-block-size: 64px;
    padding: 12px 10px 12px 16px;
    padding-inline: 16px 10px;
    border-block-end: 1px solid var(--sotto-line);
  }
  .panel:modal .header { padding-block-start: calc(12px + env(safe-area-inset-top, 0px)); }
  .avatar {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: 36px;
    block-size: 36px;
    overflow: hidden;
    border-radius: var(--sotto-radius-control);
    background: var(--sotto-accent);
    color: var(--sotto-on-accent);
    font-weight: 600;
    line-height: 1;
  }
  .avatar.person { border-radius: 50%; background: var(--sotto-ink); color: var(--sotto-paper); font-size: 13px; }
  .avatar.small { inline-size: 22px; block-size: 22px; font-size: 9px; }
  .avatar ::slotted(*) { display: block; inline-size: 100%; block-size: 100%; object-fit: cover; }
  .title { flex: 1; min-inline-size: 0; margin-inline-start: 8px; }
  .title > * { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
  .header h2 { font-size: 16px; font-weight: 600; line-height: 1.3; letter-spacing: -0.01em; }
  .state { color: var(--sotto-quiet); font-size: 13px; line-height: 1.35; }
  .quiet-button {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: 36px;
    block-size: 36px;
    border-radius: var(--sotto-radius-control);
    color: var(--sotto-quiet);
    transition: background-color var(--sotto-quick);
  }
  .quiet-button:hover { background: var(--sotto-sunk); color: var(--sotto-ink); }
  .quiet-button.small { inline-size: 28px; block-size: 28px; }
  .quiet-button.small .icon { inline-size: 16px; block-size: 16px; }
  .quiet-button[aria-pressed='true'] { background: var(--sotto-accent-soft); color: var(--sotto-accent); }
  .menu-button .icon { fill: currentColor; }

  .menu {
    position: absolute;
    inset-block-start: calc(100% - 8px);
    inset-inline-end: 12px;
    min-inline-size: 220px;
    max-inline-size: calc(100% - 24px);
    padding: 4px;
    border: 1px solid var(--sotto-line);
    border-radius: var(--sotto-radius-card);
    background: var(--sotto-raised);
    box-shadow: var(--sotto-shadow);
    animation: rise var(--sotto-quick);
  }
  .menu-item {
    display: flex;
    align-items: center;
    gap: 12px;
    inline-size: 100%;
    min-block-size: 36px;
    padding: 6px 12px;
    border-radius: var(--sotto-radius-control);
    font-size: 14px;
  }
  .menu-item:is(:hover, :focus-visible) { background: var(--sotto-sunk); outline-offset: -2px; }
  .menu-item .icon { inline-size: 16px; block-size: 16px; color: var(--sotto-quiet); }
  .menu-item.delete, .menu-item.delete .icon, .row.delete, .row.delete .icon { color: var(--sotto-bad); }
  [role='separator'] { block-size: 1px; margin: 4px 8px; background: var(--sotto-line); }

  .notice {
    flex: none;
    padding: 10px 20px;
    border-block-end: 1px solid var(--sotto-line);
    background: var(--sotto-sunk);
    font-size: 13px;
  }
  .notice.wait {
    display: flex;
    justify-content: space-between;
    gap: 12px;
    background: var(--sotto-wait-soft);
    color: var(--sotto-wait-ink);
  }
  .link { color: inherit; text-decoration: underline; text-underline-offset: 3px; text-decoration-thickness: 1px; }
  .plain-button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: 32px;
    padding: 4px 12px;
    border: 1px solid var(--sotto-edge);
    border-radius: var(--sotto-radius-control);
    background: var(--sotto-raised);
    color: var(--sotto-ink);
    font-size: 14px;
    font-weight: 550;
  }
  .plain-button:hover { background: var(--sotto-sunk); }
  .plain-button .icon { inline-size: 16px; block-size: 16px; }
  .plain-button.danger { border-color: var(--sotto-bad); color: var(--sotto-bad); }

  .list {
    overflow: hidden;
    border: 1px solid var(--sotto-line);
    border-radius: var(--sotto-radius-card);
    background: var(--sotto-raised);
  }
  .row {
    display: flex;
    align-items: center;
    gap: 12px;
    inline-size: 100%;
    min-block-size: 46px;
    padding: 10px 14px;
  }
  .row + .row { border-block-start: 1px solid var(--sotto-line); }
  .row > span { flex: 1; }
  .row .icon { inline-size: 18px; block-size: 18px; color: var(--sotto-quiet); }
  .row:hover { background: var(--sotto-sunk); }
  .row:focus-visible { outline-offset: -2px; border-radius: var(--sotto-radius-card); }
  .row small { display: block; color: var(--sotto-quiet); font-size: 13px; line-height: 1.4; }

  .veil {
    position: absolute;
    inset: 0;
    z-index: 2;
    display: flex;
    align-items: flex-end;
    padding: 12px;
    background: color-mix(in srgb, var(--sotto-paper) 70%, transparent);
  }
  .deletion {
    inline-size: 100%;
    padding: 16px 20px 20px;
    border: 1px solid var(--sotto-line);
    border-radius: var(--sotto-radius-card);
    background: var(--sotto-raised);
    box-shadow: var(--sotto-shadow);
    animation: rise var(--sotto-calm);
  }
  .deletion h2 { font-size: 16px; font-weight: 600; }
  .deletion p { color: var(--sotto-quiet); font-size: 14px; }
  .choices { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; margin-block-start: 16px; }
  .choices button { min-block-size: 40px; }

  @media (pointer: coarse) {
    .quiet-button { inline-size: 44px; block-size: 44px; }
    .quiet-button.small { inline-size: 40px; block-size: 40px; }
    .menu-item, .plain-button { min-block-size: 44px; }
  }
  @media (prefers-reduced-motion: reduce) {
    * { animation: none !important; transition: none !important; }
  }
  @media (forced-colors: active) {
    .panel, .bubble, .chip, .send { border: 1px solid; }
    .icon { stroke: CanvasText; }
  }
`
