export const composerCss = `
  .composer {
    display: flex;
    flex: none;
    align-items: flex-end;
    margin: 0 12px;
    padding: 5px;
    border: 1px solid var(--sotto-edge);
    border-radius: var(--sotto-radius-card);
    background: var(--sotto-raised);
    cursor: text;
    transition: box-shadow var(--sotto-quick);
  }
  .composer:has(textarea:focus) {
    border-color: var(--sotto-accent);
    box-shadow: 0 0 0 3px color-mix(in srgb, var(--sotto-accent) 20%, transparent);
  }
  textarea {
    flex: 1;
    min-inline-size: 0;
    max-block-size: calc(5lh + 16px);
    margin: 0;
    padding: 7px 10px 8px;
    overflow-y: auto;
    border: 0;
    background: none;
    resize: none;
    scrollbar-width: thin;
  }
  textarea:focus-visible { outline: none; }
  textarea::placeholder { color: var(--sotto-quiet); opacity: 1; }
  .send {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: 38px;
    block-size: 38px;
    border-radius: var(--sotto-radius-control);
    color: var(--sotto-quiet);
  }
  .send.filled { background: var(--sotto-accent); color: var(--sotto-on-accent); }
  .send[aria-disabled='true'] { cursor: default; }
  .square { inline-size: 12px; block-size: 12px; border-radius: 3px; background: currentColor; }
  .closed {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    padding: 12px 20px;
    border-block-start: 1px solid var(--sotto-line);
    color: var(--sotto-quiet);
    font-size: 14px;
  }
  .footer {
    flex: none;
    padding: 9px 20px 11px;
    padding-block-end: calc(11px + env(safe-area-inset-bottom, 0px));
    color: var(--sotto-quiet);
    font-size: 12px;
    text-align: center;
  }

  .keeping { display: flex; flex: 1; flex-direction: column; min-block-size: 0; }
  .keeping .header { padding-inline: 10px; }
  .keeping h2 { flex: 1; }
  .keeping h2:focus-visible { outline: none; }
  .keeping-body {
    display: flex;
    flex: 1;
    flex-direction: column;
    justify-content: space-between;
    gap: 24px;
    padding: 8px 20px 16px;
    overflow: hidden auto;
    overscroll-behavior: contain;
  }
  .keeping-body:focus-visible { outline-offset: -2px; }
  .keeping li { padding-block: 12px; }
  .keeping li + li { border-block-start: 1px solid var(--sotto-line); }
  .keeping li div { display: flex; flex-wrap: wrap; gap: 0 12px; align-items: baseline; justify-content: space-between; }
  .keeping li b { font-weight: 550; }
  .keeping li :is(span, p) { color: var(--sotto-quiet); font-size: 13px; line-height: 1.45; }
  .keeping .row { align-items: flex-start; }
  .keeping .row .icon { margin-block-start: 2px; }
  .portal { padding-block-start: 16px; font-size: 13px; text-align: center; }
  .portal a { color: var(--sotto-quiet); }
  .portal a:hover { color: var(--sotto-ink); }
`
