/** Rows of three whole numbers, in columns: for views with as many rows as pages, where an object a row costs several times as much. */
export type Columns = readonly [Uint32Array<ArrayBuffer>, Uint32Array<ArrayBuffer>, Uint32Array<ArrayBuffer>];

const FIRST = 1024;

/** Columns that grow; `whole` cuts them to what was added. @param expected rows for which there is room at once */
export function createColumns(expected = FIRST): {
  add: (a: number, b: number, c: number) => void;
  length: () => number;
  whole: () => Columns;
} {
  const room = Math.max(1, expected);
  let columns: Columns = [new Uint32Array(room), new Uint32Array(room), new Uint32Array(room)];
  let length = 0;
  return {
    add: (a, b, c) => {
      if (length === columns[0].length) columns = [twice(columns[0]), twice(columns[1]), twice(columns[2])];
      columns[0][length] = a;
      columns[1][length] = b;
      columns[2][length] = c;
      length += 1;
    },
    length: () => length,
    whole: () => [columns[0].slice(0, length), columns[1].slice(0, length), columns[2].slice(0, length)],
  };
}

function twice(column: Uint32Array): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(2 * column.length);
  longer.set(column);
  return longer;
}
