import { CHAT, type Exhibit, IN_SHADOW, leaves, NO, QUIET, SECTION } from './exhibit.ts'

/** What it does while somebody types, presses, waits or goes away. */
export const unfairActs: readonly Exhibit[] = [
  {
    row: 'D07',
    what: 'the no asks whether one is sure',
    js: `const sure = Object.assign(document.createElement('button'), { textContent: 'Yes, I am sure', type: 'button' })
      actions.no = () => { document.getElementById('lead').append(sure) }
      sure.addEventListener('click', () => answer('refused'))`,
  },
  {
    row: 'D07',
    what: 'the no is disabled before somebody scrolls',
    html: [[NO, NO.replace('id=', 'disabled id=')]],
    css: '#no:disabled { color: inherit }',
    js: `$('notice').addEventListener('scroll', () => { $('no').disabled = false })`,
  },
  {
    row: 'D07',
    what: 'the yes goes to where the pointer meets the no',
    js: `$('no').addEventListener('pointerenter', () => { $('yes').style.order = 2 }, { once: true })`,
  },
  {
    row: 'D12',
    what: 'it captures while it asks',
    js: `hooks.asked = () => { captured = true; showSign() }`,
    options: { without: { W02: 'follows from it', D13: 'follows from it', D14: 'follows from it' } },
  },
  {
    row: 'D13',
    what: 'half a minute of silence is a yes',
    js: `hooks.asked = () => setTimeout(() => answer('accepted'), 30_000)`,
    options: { without: { D12: 'follows from it', D14: 'follows from it' } },
  },
  {
    row: 'D13',
    what: 'scrolling is a yes',
    js: `addEventListener('scroll', () => answer('accepted'))`,
    // A space scrolls the page as well.
    options: { without: { W02: 'follows from it' } },
  },
  {
    row: 'D13',
    what: 'looking at another tab is a yes',
    js: `document.addEventListener('visibilitychange', () => answer('accepted'))`,
    options: { without: { D14: 'follows from it' } },
  },
  {
    row: 'D13',
    what: 'a pointer that rests on yes is one',
    js: `let rests; $('yes').addEventListener('pointerenter', () => { rests = setTimeout(() => answer('accepted'), 900) })
      $('yes').addEventListener('pointerleave', () => clearTimeout(rests))`,
    // Whoever presses on it longer than that comes upon it too.
    options: { without: { W02: 'follows from it' } },
  },
  {
    row: 'D13',
    what: 'reading to the end is a yes',
    css: '#notice { max-height: 340px }',
    js: `$('notice').addEventListener('scroll', ({ target }) => target.scrollTop + target.clientHeight > target.scrollHeight - 2 && answer('accepted'))`,
    // Whoever goes down to the details comes upon it too.
    options: { without: { D14: 'follows from it' } },
  },
  {
    row: 'D14',
    what: 'focus that leaves it is a yes',
    js: `$('notice').addEventListener('focusout', ({ relatedTarget: to }) => kept() === 'none' && to?.id === 'chat' && answer('accepted'))`,
    options: { without: { W02: 'follows from it' } },
  },
  {
    row: 'D14',
    what: 'a click on what a dialog is shown over is a yes',
    html: [
      ['<section id="notice"', '<dialog id="notice"'],
      ['</section>\n    <dialog', '</dialog>\n    <dialog'],
    ],
    css: '#notice { margin: 0; inset: auto 16px 16px auto; color: inherit }',
    js: `const show = put
      put = () => { show(); if (!$('notice').open) $('notice').showModal() }
      hooks.answered = () => $('notice').close()
      $('notice').addEventListener('click', ({ target, clientX }) => target === $('notice') && clientX < target.getBoundingClientRect().left && answer('accepted'))`,
    options: {
      without: {
        W01: 'it is modal',
        W02: 'follows from it',
        W04: 'it is modal',
        W10: 'it is over the screen',
        W15: 'it is modal',
      },
    },
  },
  {
    row: 'D14',
    what: 'Esc is a yes',
    js: `addEventListener('keydown', ({ key }) => key === 'Escape' && !$('all').open && answer('accepted'))`,
  },
  {
    row: 'D14',
    what: 'a click beside it is a yes',
    js: `addEventListener('click', ({ target, isTrusted }) => isTrusted && target.closest('section, button, label, dialog') === null && !$('notice').hidden && answer('accepted'))`,
    // Pressed on yes and let go of elsewhere is a click on what both stand in.
    options: { without: { W02: 'follows from it' } },
  },
  {
    row: 'D14',
    what: 'going away is a yes',
    js: `addEventListener('pagehide', () => kept() === 'none' && !$('notice').hidden && localStorage.setItem('answer', 'accepted'))`,
  },
  {
    row: 'D14',
    what: 'no click outside can be made',
    unchecked: /no spot outside of the notice/,
    html: [['<main id="call">', '<main id="call" role="main">']],
  },
  {
    row: 'D15',
    what: 'a countdown stands beside the answers',
    html: [[QUIET, `<p>Closes in <b id="left">99</b> s</p>${QUIET}`]],
    js: `setInterval(() => { $('left').textContent -= 1 }, 1000)`,
  },
  {
    row: 'D15',
    what: 'what is said of its beginning is said anew, once',
    isFair: true,
    html: [[QUIET, `<p id="begins">It begins 15 seconds after you were asked.</p>${QUIET}`]],
    // As it is looked at for the first time.
    js: `
      const text = Object.getOwnPropertyDescriptor(Node.prototype, 'textContent')
      let isSaid = false
      Object.defineProperty($('begins'), 'textContent', { get() {
        if (!isSaid) setTimeout(() => text.set.call(this, 'It has begun.'), 300)
        isSaid = true
        return text.get.call(this)
      } })`,
  },
  {
    row: 'D15',
    what: 'a countdown is in words',
    html: [[QUIET, `<p>Closes in <b id="left">twenty</b> seconds</p>${QUIET}`]],
    js: `const words = 'nineteen eighteen seventeen sixteen fifteen fourteen thirteen twelve eleven ten'.split(' ')
      setInterval(() => { $('left').textContent = words.shift() ?? 'no' }, 900)`,
  },
  {
    row: 'D15',
    what: 'a countdown beside the notice is in Arabic digits',
    html: [[SECTION, `<p class="left">Closes in <b id="left">٩٩</b> s</p>${SECTION}`]],
    css: '.left { position: fixed; right: 480px; bottom: 40px }',
    js: `let left = 99; setInterval(() => { left -= 1; $('left').textContent = left.toLocaleString('ar-EG') }, 1000)`,
  },
  {
    row: 'D15',
    what: 'a countdown stands beside the notice, in the shadow root of both',
    html: IN_SHADOW,
    css: '.left { position: fixed; right: 480px; bottom: 40px }',
    js: `let left = 99
      const closes = Object.assign(document.createElement('p'), { className: 'left', textContent: '99 s left' })
      root.append(closes)
      setInterval(() => { left -= 1; closes.textContent = left + ' s left' }, 1000)`,
  },
  {
    row: 'D15',
    what: 'a bar shrinks',
    html: [[QUIET, `<div id="shrinks" style="height: 4px; background: #555; width: 300px"></div>${QUIET}`]],
    js: `let width = 300; setInterval(() => { width = Math.max(0, width - 4); $('shrinks').style.width = width + 'px' }, 100)`,
  },
  {
    row: 'D16',
    what: 'after a no it asks again',
    js: `hooks.answered = (what) => what === 'refused' && setTimeout(() => { $('notice').hidden = false }, 600)`,
  },
  {
    row: 'D21',
    what: 'taking back asks whether one is sure',
    js: `actions.back = () => { $('sign-text').textContent = 'Are you sure?' }`,
  },
  { row: 'D21', what: 'the sign has no way back', css: '#back { display: none }' },
  {
    row: 'D21',
    what: 'erasing is offered in place of taking back',
    js: `hooks.sign = () => { if (captured) $('erase').hidden = false }`,
  },
  {
    row: 'D22',
    what: 'the sign says nothing is on while it is',
    js: `hooks.sign = () => { $('sign').removeAttribute('data-on'); if (captured) $('sign-text').textContent = 'AI summary: resting' }`,
  },
  {
    row: 'D23',
    what: 'a no mutes the microphone',
    js: `hooks.answered = (what) => { if (what === 'refused') call.mic = 'off' }`,
  },
  {
    row: 'D27',
    what: 'guests have no "Later"',
    js: `if (location.search.includes('guest')) $('later').remove()`,
  },
  { row: 'W01', what: 'it takes focus', js: `hooks.asked = () => $('notice').focus()` },
  {
    row: 'W02',
    what: 'yes counts from the first moment',
    js: `guard.counts = ({ isTrusted }) => isTrusted && (presses.size === 0 || presses.get('Enter') === undefined || presses.get('Enter').target === $('yes') || presses.get('Enter').target === $('no'))`,
  },
  {
    row: 'W02',
    what: 'a script may answer',
    js: `const strict = guard.counts; guard.counts = (event) => isArmed && (!event.isTrusted || strict(event))`,
  },
  {
    row: 'W02',
    what: 'assistive technology cannot answer',
    js: `const open = guard.counts; guard.counts = (event) => presses.size > 0 && open(event)`,
  },
  {
    row: 'W02',
    what: 'the letter y is a yes wherever focus is, but in a field',
    js: `addEventListener('keydown', ({ key, target }) => key === 'y' && !target.matches('input') && !$('notice').hidden && answer('accepted'))`,
  },
  {
    row: 'W02',
    what: 'yes counts as the pointer goes down, wherever it goes up',
    js: `$('yes').addEventListener('pointerdown', () => isArmed && answer('accepted'))`,
    // The notice is gone before the press is over, and focus with it.
    options: { without: { W15: 'follows from it' } },
  },
  { row: 'W03', what: 'all of it is in an open shadow root', isFair: true, html: IN_SHADOW },
  {
    row: 'W03',
    what: 'nothing announces it',
    js: `$('status').remove(); const ask2 = call; $('call').insertAdjacentHTML('beforeend', '<p hidden id="status"></p>')`,
  },
  {
    row: 'W03',
    what: 'the question is announced within a sentence',
    isFair: true,
    html: [["'Question: Include you in AI summary?", "'Question: include you in AI summary?"]],
  },
  {
    row: 'W03',
    what: 'what announces it comes with its words',
    js: `$('status').remove(); $('call').insertAdjacentHTML('beforeend', '<p hidden id="status"></p>')
      hooks.asked = () => $('call').insertAdjacentHTML('beforeend', '<p class="unseen" role="status">Include you in AI summary? Press F6 to answer.</p>')`,
  },
  {
    row: 'W03',
    what: 'an alert breaks in on who is speaking',
    html: [['<div role="status" class', '<div role="alert" class']],
  },
  {
    row: 'W03',
    what: 'the status is assertive',
    html: [['<div role="status" class', '<div role="status" aria-live="assertive" class']],
  },
  {
    row: 'W03',
    what: 'the status is not rendered, so that nobody hears it',
    css: '#status { display: none }',
  },
  {
    row: 'W03',
    what: 'the status is hidden from screen readers',
    html: [['<div role="status" class', '<div aria-hidden="true" role="status" class']],
  },
  {
    row: 'W04',
    what: 'Tab goes round and round',
    js: `$('notice').addEventListener('keydown', (event) => { if (event.key === 'Tab' && document.activeElement.id === 'details') { event.preventDefault(); $('train').focus() } })`,
  },
  {
    row: 'W04',
    what: 'a letter leads there',
    html: [
      ["event.key !== 'F6'", "event.key !== 'y' || event.target === $('chat')"],
      ['Press F6', 'Press Y'],
    ],
    options: { shortcut: 'y' },
  },
  { row: 'W04', what: 'no key leads there', js: `hooks.noKey = true` },
  { row: 'W05', what: 'it goes away after a minute', js: `hooks.asked = () => setTimeout(close, 60_000)` },
  {
    row: 'W05',
    what: 'a policy has a limit, and nobody sees a warning',
    unchecked: /the policy leaves 120000 ms; whether the page does, and warns .* not seen here/,
    js: `hooks.asked = () => setTimeout(close, 120_000)`,
    options: { policy: leaves(120_000) },
  },
  { row: 'W05', what: 'a policy leaves no time', options: { policy: leaves(10_000) } },
  { row: 'W06', what: 'it cannot be put off', css: '#later { display: none }' },
  { row: 'W06', what: 'nobody can always say no', css: '#all label { display: none }' },
  {
    row: 'W15',
    what: 'after an answer focus is lost',
    js: `hooks.answered = () => document.activeElement.blur()`,
  },
  { row: 'W17', what: 'once taken back it cannot be changed', css: '#change, #erase { display: none }' },
  {
    row: 'D12',
    what: 'the no is stored, and capture begins',
    js: `actions.no = () => { answer('refused'); captured = true }`,
  },
  {
    row: 'D13',
    what: 'seconds of silence let capture begin, and no yes is stored',
    js: `hooks.asked = () => setTimeout(() => { if (kept() === 'none') captured = true }, 4000)`,
    // Whoever takes that long over something else comes upon it too.
    options: { without: { W02: 'follows from it', D14: 'follows from it' } },
  },
  {
    row: 'D14',
    what: '"Later" is a yes',
    js: `$('later').addEventListener('click', () => answer('accepted'))`,
  },
  {
    row: 'D14',
    what: '"Later" is a yes after a while',
    js: `$('later').addEventListener('click', () => setTimeout(() => answer('accepted'), 4000))`,
  },
  {
    row: 'D14',
    what: 'closing the details lets capture begin',
    js: `$('all').addEventListener('close', () => { captured = true })`,
  },
  {
    row: 'D14',
    what: 'there is no text field in the page',
    isFair: true,
    html: [[CHAT, '']],
    options: { find: { field: null } },
  },
  {
    row: 'D15',
    what: 'a ring runs out',
    html: [
      [
        QUIET,
        `<svg width="40" height="40" aria-hidden="true"><circle id="ring" cx="20" cy="20" r="16" fill="none" stroke="#555" stroke-dasharray="100" /></svg>${QUIET}`,
      ],
    ],
    js: `let off = 0; setInterval(() => { off += 1; $('ring').style.strokeDashoffset = off }, 100)`,
  },
  {
    row: 'D15',
    what: 'a countdown stands beside the notice, outside of it',
    html: [[SECTION, `<p class="left">Closes in <b id="left">99</b> s</p>${SECTION}`]],
    css: '.left { position: fixed; right: 480px; bottom: 40px }',
    js: `setInterval(() => { $('left').textContent -= 1 }, 1000)`,
  },
  {
    row: 'D15',
    what: 'a countdown stands elsewhere in the page',
    unchecked: /elsewhere in the page "9\d" became "9\d": see whether that is about the question/,
    html: [[SECTION, `<p class="left">The room is ours for <b id="left">99</b> s</p>${SECTION}`]],
    css: '.left { position: fixed; left: 16px; bottom: 40px }',
    js: `setInterval(() => { $('left').textContent -= 1 }, 1000)`,
  },
  {
    row: 'D15',
    what: 'the call counts how long it lasts, beside the notice',
    isFair: true,
    html: [[SECTION, `<p class="left">In the call for <b id="left">10</b> s</p>${SECTION}`]],
    css: '.left { position: fixed; right: 480px; bottom: 40px }',
    js: `setInterval(() => { $('left').textContent = 1 + Number($('left').textContent) }, 1000)`,
  },
  {
    row: 'D16',
    what: 'some seconds after a no it asks again',
    js: `hooks.answered = (what) => what === 'refused' && setTimeout(() => { $('notice').hidden = false }, 4000)`,
  },
  {
    row: 'D22',
    what: 'after a no the sign says that it is on',
    js: `hooks.answered = (what) => { if (what === 'refused') $('sign').setAttribute('data-on', '') }`,
  },
  {
    row: 'W01',
    what: 'there is no text field in the page to be torn from',
    unchecked: /there is no text field to type in/,
    html: [[CHAT, '']],
  },
  {
    row: 'W01',
    what: 'the chat is an element that is edited',
    isFair: true,
    html: [
      [
        CHAT,
        '<div id="chat" contenteditable="true" role="textbox" aria-label="Chat" style="width: 200px"></div>',
      ],
    ],
  },
  { row: 'W04', what: 'there is no text field in the page', isFair: true, html: [[CHAT, '']] },
  {
    row: 'W17',
    what: 'what is on the sign once it was taken back leads nowhere',
    js: `$('change').replaceWith($('change').cloneNode(true))`,
  },
]
