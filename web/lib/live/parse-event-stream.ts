export interface StreamMessage {
  readonly event: string;
  readonly data: string;
  readonly id: string | undefined;
}

/**
 * Reads `text/event-stream` (WHATWG HTML, section 9.2.6) by chunks. CR, LF and CRLF end lines; a CR at the end of a chunk
 * waits for the next one.
 */
export const createEventStreamParser = (
  onMessage: (message: StreamMessage) => void,
): ((chunk: string) => void) => {
  let rest = '';
  let data: string[] = [];
  let event = '';
  let id: string | undefined;

  const dispatch = (): void => {
    if (data.length > 0) onMessage({ event: event === '' ? 'message' : event, data: data.join('\n'), id });
    data = [];
    event = '';
    id = undefined;
  };
  const line = (text: string): void => {
    if (text === '') {
      dispatch();
      return;
    }
    const colon = text.indexOf(':');
    // A comment, such as a heartbeat.
    if (colon === 0) return;
    const field = colon === -1 ? text : text.slice(0, colon);
    const value = colon === -1 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') data.push(value);
    else if (field === 'event') event = value;
    else if (field === 'id') id = value;
  };

  return (chunk) => {
    const lines = (rest + chunk).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const text of lines) line(text);
  };
};
