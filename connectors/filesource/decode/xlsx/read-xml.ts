import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import sax from 'sax';
import { Fault } from '../../../../domain/faults.ts';

export type Attributes = Readonly<Record<string, string>>;

/** The parser keeps every open tag and all attributes of one in memory; no workbook comes near these. */
const [maxDepth, maxAttributes] = [100, 1000];

/** What a reader of XML is told; names are without their namespace prefix. */
export interface XmlHandler {
  open?(name: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

/**
 * Streams XML through a handler and pauses after each block, so that what was gathered can be handed on. Document type
 * declarations are refused: entities of a file's own (billion laughs, external files) cannot exist without them.
 */
export async function* readXml(file: string, bytes: Readable, handler: XmlHandler): AsyncGenerator<void> {
  const parser = sax.parser(true);
  const fail = (why: string): never => {
    throw new Fault('source_data_unreadable', `${file} ${why}; save it again with Excel`);
  };
  let [depth, attributeCount] = [0, 0];
  parser.onattribute = ({ name }) => {
    attributeCount += 1;
    if (attributeCount > maxAttributes) fail(`gives a tag more than ${maxAttributes} attributes`);
    // The parser asks its own record of attributes under this name.
    if (name === 'hasOwnProperty') fail('holds broken XML');
  };
  parser.onopentag = ({ name, attributes }) => {
    attributeCount = 0;
    depth += 1;
    if (depth > maxDepth) fail(`nests tags more than ${maxDepth} deep`);
    handler.open?.(localName(name), attributes as Attributes);
  };
  parser.onclosetag = (name) => {
    depth -= 1;
    handler.close?.(localName(name));
  };
  parser.ontext = (text) => handler.text?.(text);
  parser.oncdata = (text) => handler.text?.(text);
  parser.ondoctype = () => fail('carries a document type declaration, as no workbook does');
  parser.onerror = () => fail('holds broken XML');
  const decoder = new StringDecoder('utf8');
  try {
    for await (const block of bytes) {
      parser.write(decoder.write(block as Buffer));
      yield;
    }
    parser.write(decoder.end()).close();
    yield;
  } finally {
    bytes.destroy();
  }
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);
