export const messagesCss = `
  sotto-chat-message-list {
    position: relative;
    display: flex;
    flex: 1;
    flex-direction: column;
    min-block-size: 0;
  }
  .log {
    position: relative;
    display: flex;
    flex: 1;
    flex-direction: column;
    gap: 20px;
    padding: 20px 20px 16px;
    overflow: hidden auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--sotto-edge) transparent;
  }
  .log:focus-visible { outline-offset: -2px; }
  .log > * { flex: none; }
  .latest {
    position: absolute;
    inset-block-end: 8px;
    inset-inline: 0;
    display: grid;
    place-items: center;
    inline-size: 36px;
    block-size: 36px;
    margin-inline: auto;
    border: 1px solid var(--sotto-line);
    border-radius: 50%;
    background: var(--sotto-raised);
    color: var(--sotto-quiet);
    box-shadow: var(--sotto-shadow);
  }

  .disclosure { display: grid; gap: 8px; color: var(--sotto-quiet); font-size: 13px; line-height: 1.45; }
  .disclosure p { display: flex; gap: 10px; }
  .disclosure b { color: var(--sotto-ink); font-weight: 550; }
  .disclosure .icon { inline-size: 16px; block-size: 16px; margin-block-start: 1px; }

  .welcome { display: flex; flex: 1 0 auto; flex-direction: column; justify-content: space-between; gap: 32px; }
  .greeting { padding-block-start: 24px; }
  .greeting h3 { font-size: 20px; font-weight: 600; line-height: 1.25; letter-spacing: -0.015em; text-wrap: balance; }
  .greeting > p { margin-block-start: 4px; color: var(--sotto-quiet); white-space: pre-line; text-wrap: pretty; }
  .greeting .disclosure { margin-block-start: 20px; }

  .message { display: flex; flex-direction: column; }
  .message.visitor { align-items: flex-end; gap: 6px; padding-inline-start: 40px; }
  .bubble {
    max-inline-size: 100%;
    padding: 8px 14px;
    border-radius: var(--sotto-radius-card);
    border-end-end-radius: 4px;
    background: var(--sotto-accent-soft);
    white-space: pre-wrap;
    text-align: start;
  }
  .message[data-state='unsent'] .bubble { opacity: 0.75; }
  .who { display: flex; gap: 8px; align-items: center; margin-block-end: 4px; font-size: 13px; }
  .name { font-weight: 550; }
  .who time { color: var(--sotto-quiet); font-variant-numeric: tabular-nums; }
  .prose { unicode-bidi: plaintext; }
  .prose.plain { white-space: pre-wrap; }
  .prose :is(p, li, td, th, blockquote, .heading) { unicode-bidi: plaintext; }
  .prose > :not(:last-child) { margin-block-end: 8px; }
  .prose :is(ul, ol) { margin-block-start: 0; padding-inline-start: 20px; }
  .prose li :is(ul, ol), .prose > :is(ul, ol):last-child { margin-block-end: 0; }
  .prose ul { list-style: disc; }
  .prose li + li { margin-block-start: 2px; }
  .prose li::marker { color: var(--sotto-quiet); }
  .prose li > p { display: inline; }
  .prose strong, .prose .heading { font-weight: 600; }
  .prose blockquote { padding-inline-start: 12px; border-inline-start: 2px solid var(--sotto-line); color: var(--sotto-quiet); }
  .prose hr { block-size: 1px; border: 0; background: var(--sotto-line); }
  .prose code { padding: 1px 4px; border-radius: 4px; background: var(--sotto-sunk); font: 0.9em var(--sotto-mono); }
  .prose pre {
    padding: 12px;
    overflow: auto;
    border: 1px solid var(--sotto-line);
    border-radius: var(--sotto-radius-control);
    background: var(--sotto-sunk);
    direction: ltr;
    white-space: pre;
    overflow-wrap: normal;
  }
  .prose pre code { padding: 0; background: none; }
  .prose .table { overflow-x: auto; }
  .prose table { inline-size: 100%; border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
  .prose :is(th, td) { padding: 6px 16px 6px 0; padding-inline: 0 16px; border-block-end: 1px solid var(--sotto-line); text-align: start; vertical-align: top; }
  .prose th { font-weight: 550; }
  .prose td:first-child:not(:only-child) { color: var(--sotto-quiet); }
  .prose [data-align='right'] { text-align: end; }
  .prose [data-align='center'] { text-align: center; }
  .prose > .dots { margin-inline-start: 6px; }
  .prose > p:has(+ .dots) { display: inline; }

  .chip {
    display: inline;
    margin-inline: 3px 1px;
    padding: 1px 5.5px;
    border-radius: 5px;
    background: var(--sotto-accent-soft);
    color: var(--sotto-accent);
    font-size: 12px;
    font-weight: 600;
    font-style: normal;
    font-variant-numeric: tabular-nums;
    line-height: 1;
    vertical-align: 1px;
    white-space: nowrap;
    overflow-wrap: normal;
    cursor: pointer;
    box-decoration-break: clone;
  }
  .chip[role]:hover { box-shadow: inset 0 0 0 1px var(--sotto-accent); }
  .chip.current { background: var(--sotto-accent); color: var(--sotto-on-accent); }
  .chip:not([role]) { cursor: default; }

  .source {
    margin-block-start: 12px;
    padding: 8px 12px 12px;
    border: 1px solid var(--sotto-line);
    border-radius: var(--sotto-radius-card);
    background: var(--sotto-raised);
    font-size: 13px;
    animation: rise var(--sotto-quick);
  }
  .source { scroll-margin-block: 12px 56px; }
  .source:focus-visible { outline-offset: 1px; }
  .source-head { display: flex; align-items: center; min-block-size: 28px; margin-inline-end: -6px; }
  .source-head .chip { margin: 0 8px 0 0; margin-inline: 0 8px; vertical-align: 0; padding-block: 3px; }
  .source-place { flex: 1; color: var(--sotto-accent); font-weight: 550; }
  .source-section { margin-block-start: 2px; color: var(--sotto-quiet); font-size: 12px; }
  .source blockquote { max-block-size: 160px; margin-block-start: 6px; overflow-y: auto; line-height: 1.55; unicode-bidi: plaintext; }
  .source mark { padding: 1px 2px; border-radius: 3px; background: var(--sotto-accent-soft); color: var(--sotto-ink); box-decoration-break: clone; -webkit-box-decoration-break: clone; }

  .actions { display: flex; align-items: center; gap: 2px; margin-block-start: 8px; color: var(--sotto-quiet); font-size: 13px; }
  .actions span { margin-inline-end: 6px; }
  .actions.earlier { margin-inline-start: -6px; }
  .stopped { margin-block-start: 4px; color: var(--sotto-quiet); font-size: 13px; }
  .trouble {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    align-items: center;
    margin-block-start: 8px;
    color: var(--sotto-bad);
    font-size: 13px;
  }
  .trouble > .icon { inline-size: 16px; block-size: 16px; }
  .trouble p { flex: 1; min-inline-size: 60%; }
  .trouble button { margin-block-start: 4px; font-size: 13px; }

  .dots { display: inline-flex; gap: 4px; align-items: center; block-size: 1em; vertical-align: -1px; }
  .dots i { inline-size: 5px; block-size: 5px; border-radius: 50%; background: var(--sotto-accent); animation: breathe 1.4s ease-in-out infinite; }
  .dots i:nth-child(2) { opacity: 0.6; animation-delay: 0.2s; }
  .dots i:nth-child(3) { opacity: 0.3; animation-delay: 0.4s; }
  @keyframes breathe {
    0%, 60%, 100% { opacity: 0.3; }
    25% { opacity: 1; }
  }

  .loading, .unavailable { display: grid; flex: 1 0 auto; gap: 12px; place-content: center; place-items: center; color: var(--sotto-quiet); text-align: center; }
`
