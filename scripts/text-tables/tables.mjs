// Prints, as JSON, what twitter-text and twemoji-parser mean by their patterns: node tables.mjs FOLDER_WITH_NODE_MODULES
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(path.join(process.argv[2], '/'));
const pattern = (name) => require(`twitter-text/dist/regexp/${name}`);

// Asking the patterns themselves, unit by unit, keeps JavaScript's own rules of upper and lower case.
const units = (source, flags) => ranges(new RegExp(`^(?:${source})$`, flags), 0x10000, String.fromCharCode);
const points = (source, flags) => ranges(new RegExp(`^(?:${source})$`, flags), 0x110000, String.fromCodePoint);

function ranges(wanted, end, toText) {
  const found = [];
  for (let code = 0; code < end; code++) {
    if (!wanted.test(toText(code))) continue;
    const last = found.at(-1);
    if (last && last[1] === code - 1) last[1] = code;
    else found.push([code, code]);
  }
  return found;
}

function endings(source) {
  const words = /^\(\?:\(\?:(.*)\)\(\?=\[\^0-9a-zA-Z@\+-\]\|\$\)\)$/.exec(source)[1].split('|');
  const ascii = words.filter((word) => /^[a-z]+$/.test(word));
  const other = words.filter((word) => !/^[a-z]+$/.test(word));
  return { ascii, other: other.map((word) => word.split('').map((unit) => units(unit.replace(/[^\w]/, '\\$&'), 'i'))) };
}

// Every unit that occurs in the emoji pattern outside ASCII: none but these can begin an emoji.
function unitsOf(source) {
  const found = new Set();
  const literal = String.raw`(?:\\u([0-9a-f]{4})|([^\x00-\x7f]))`;
  for (const [, from, , to] of source.matchAll(/\\u([0-9a-f]{4})(-\\u([0-9a-f]{4}))?/g)) {
    for (let code = parseInt(from, 16); code <= parseInt(to ?? from, 16); code++) found.add(code);
  }
  for (const [, , character] of source.matchAll(new RegExp(literal, 'g'))) {
    if (character) found.add(character.charCodeAt(0));
  }
  const all = new RegExp(`^[${[...found].map((code) => '\\u' + code.toString(16).padStart(4, '0')).join('')}]$`);
  return ranges(all, 0x10000, String.fromCharCode);
}

const emojiParser = path.dirname(require.resolve('twemoji-parser/package.json', { paths: [path.dirname(require.resolve('twitter-text/package.json'))] }));
const emoji = require(path.join(emojiParser, 'dist/lib/regex.js')).default.source;
const config = require('twitter-text').configs.version3;
const gtld = endings(pattern('validGTLD').source);
const cctld = endings(pattern('validCCTLD').source);
const latin = pattern('latinAccentChars').source;
const ending = pattern('validUrlPathEndingChars').source.split(']|(')[0] + ']';

console.log(JSON.stringify({
  versions: { 'twitter-text': require('twitter-text/package.json').version, 'twemoji-parser': require(path.join(emojiParser, 'package.json')).version },
  config,
  classes: {
    SPACE: units(pattern('spaces').source, ''),
    DOMAIN: units(pattern('validDomainChars').source, 'i'),
    BEFORE_URL: units(pattern('validUrlPrecedingChars').source, 'i'),
    ASCII_DOMAIN: units(`[\\-a-z0-9${latin}]`, 'i'),
    PATH: units(pattern('validGeneralUrlPathChars').source, 'i'),
    PATH_END: units(ending, 'i'),
    QUERY: units(pattern('validUrlQueryChars').source, 'i'),
    QUERY_END: units(pattern('validUrlQueryEndingChars').source, 'i'),
    ACCENTED: units(`[${latin}]`, ''),
    AFTER_CASHTAG: units(`\\s|[${pattern('punct').source}]`, 'i'),
    TAG_LETTER: points(pattern('hashtagAlpha').source, 'i'),
    TAG_CHARACTER: points(pattern('hashtagAlphaNumeric').source, 'i'),
    EMOJI_UNIT: unitsOf(emoji),
  },
  ascii_endings: [...new Set([...gtld.ascii, ...cctld.ascii])].sort(),
  other_endings: [...gtld.other, ...cctld.other],
  emoji,
}));
