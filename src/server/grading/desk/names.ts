import { createCipheriv, createDecipheriv, createHmac, type Hmac } from 'node:crypto';

/** A team or a student of an assignment. */
export type Who = { kind: 'team' | 'student'; id: string };

const TAG_BYTES = 12;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** The first byte of a row's plain text says what follows. */
const KINDS = { team: { text: 1, uuid: 2 }, student: { text: 3, uuid: 4 } } as const;

const COLOURS = words(
  'amber ashen azure brisk bronze calm cedar chalk clay clear coral crisp dapper dusky eager early fawn flaxen gentle gilded golden grey hazel hushed indigo ivory jade keen late lilac lively lunar mellow mild misty mossy nimble noble ochre olive opal pale pearl plain plum proud quick quiet rapid rosy ruby rustic sable sage sandy silver sleek slate snowy solar spry steady sunny swift tawny teal topaz umber',
);
const ANIMALS = words(
  'adder badger bittern bream bunting carp cicada civet cod crane cricket curlew dace dipper dormouse dove dunlin eel egret eider ermine falcon finch firefly fox gannet gecko goldcrest grebe grouse hare heron hoopoe ibis jackdaw jay kestrel kite lark linnet lynx magpie marten martin merlin mole moth newt nuthatch oriole osprey otter owl perch petrel pike pipit plover polecat puffin quail raven redstart robin ruff sandpiper seal shrew siskin skylark snipe sparrow starling stoat stork swallow swan swift teal tern thrush toad trout turtle vole wagtail warbler weasel wigeon wren',
);
function words(list: string): string[] {
  return list.split(' ');
}

/**
 * Everything that stands for a person at the desk, from the assignment's secret: neither students nor graders can work it
 * out. The same over reloads and for all graders.
 */
export type DeskNames = {
  /** Opaque, and readable by `read` alone: synthetic IV and AES-CTR after RFC 5297. */
  rowId(who: Who): string;
  /** Null for anything that this assignment did not make. */
  read(rowId: string): Who | null;
  pseudonym(who: Who): string;
  /** Rows are queued by this, for each item anew. */
  order(itemId: string, rowId: string): string;
};

export function deskNames(secret: string): DeskNames {
  const keyed = (use: string): Hmac => createHmac('sha256', secret).update(`${use}\n`);
  const key = keyed('key').digest();
  const tagOf = (plain: Uint8Array): Buffer => keyed('row').update(plain).digest().subarray(0, TAG_BYTES);
  const ivOf = (tag: Uint8Array): Buffer => Buffer.concat([tag, Buffer.alloc(16 - TAG_BYTES)]);
  return {
    rowId(who) {
      const plain = packed(who);
      const tag = tagOf(plain);
      return Buffer.concat([tag, createCipheriv('aes-256-ctr', key, ivOf(tag)).update(plain)]).toString('base64url');
    },
    read(rowId) {
      const bytes = Buffer.from(rowId, 'base64url');
      if (bytes.length <= TAG_BYTES) return null;
      const tag = bytes.subarray(0, TAG_BYTES);
      const plain = createDecipheriv('aes-256-ctr', key, ivOf(tag)).update(bytes.subarray(TAG_BYTES));
      return tagOf(plain).equals(tag) ? unpacked(plain) : null;
    },
    pseudonym({ kind, id }) {
      const digest = keyed('name').update(`${kind}\n${id}`).digest();
      const colour = COLOURS[digest.readUInt32BE(0) % COLOURS.length];
      const animal = ANIMALS[digest.readUInt32BE(4) % ANIMALS.length];
      return `${colour} ${animal} ${100 + (digest.readUInt32BE(8) % 900)}`;
    },
    order: (itemId, rowId) => keyed('order').update(`${itemId}\n${rowId}`).digest('hex'),
  };
}

/** A UUID is packed into its 16 bytes, so that a row's id stays short. */
function packed({ kind, id }: Who): Buffer {
  const isUuid = UUID.test(id);
  const body = isUuid ? Buffer.from(id.replaceAll('-', ''), 'hex') : Buffer.from(id, 'utf8');
  return Buffer.concat([Buffer.from([KINDS[kind][isUuid ? 'uuid' : 'text']]), body]);
}

function unpacked(plain: Buffer): Who | null {
  const body = plain.subarray(1);
  for (const kind of ['team', 'student'] as const) {
    if (plain[0] === KINDS[kind].text) return { kind, id: body.toString('utf8') };
    if (plain[0] === KINDS[kind].uuid) return { kind, id: uuidOf(body.toString('hex')) };
  }
  return null;
}

const uuidOf = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
