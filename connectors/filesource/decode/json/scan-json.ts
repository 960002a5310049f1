const maxDepth = 64;

interface Refusal {
  readonly code: string;
  readonly message: string;
}

/**
 * Looks over a JSON text, without building it, for what JSON.parse would let pass: nesting without end and a key that stands
 * twice in one object. Whether the text is JSON at all is left to JSON.parse.
 */
export function scanJson(text: string): Refusal | null {
  const keys: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x22) {
      const end = endOfString(text, at);
      const open = keys.at(-1) ?? null;
      if (open !== null && /^\s*:/.test(text.slice(end + 1, end + 40))) {
        const key = JSON.parse(text.slice(at, end + 1)) as string;
        if (open.has(key)) return twice(key);
        open.add(key);
      }
      at = end;
    } else if (unit === 0x7b || unit === 0x5b) {
      keys.push(unit === 0x7b ? new Set() : null);
      if (keys.length > maxDepth) return deep;
    } else if (unit === 0x7d || unit === 0x5d) keys.pop();
  }
  return null;
}

const deep: Refusal = {
  code: 'too_deep',
  message: `The document is nested deeper than ${maxDepth} levels; flatten it`,
};

const twice = (key: string): Refusal => ({
  code: 'repeated_key',
  message: `The key ${JSON.stringify(key.slice(0, 80))} stands twice in one object; remove one of them`,
});

/** Where the string that begins at `from` ends; the text's end when it never does. */
function endOfString(text: string, from: number): number {
  let end = from + 1;
  while (end < text.length) {
    const unit = text.charCodeAt(end);
    if (unit === 0x22) return end;
    end += unit === 0x5c ? 2 : 1;
  }
  return text.length;
}
