import type { Expr } from './parse.ts';
import { RuleFault } from './tokens.ts';

export type Value = number | boolean | string | readonly Value[];
/** What a rule may ask about a process: numbers and texts by name. */
export type Scope = Readonly<Record<string, number | string | boolean>>;
export type Kind = 'int' | 'double' | 'bool' | 'string' | 'list';
export type Kinds = Readonly<Record<string, Kind>>;

type Step = { kind: Kind; run: (scope: Scope) => Value };

const WORDS: Record<Kind, string> = {
  int: 'a whole number',
  double: 'a number',
  bool: 'true or false',
  string: 'a text',
  list: 'a list',
};

const isNumber = (kind: Kind): boolean => kind === 'int' || kind === 'double';

/** [RULE-1] [RULE-2] Checks the kinds and makes the tree ready to be asked. @throws RuleFault; `run` does too [RULE-5] */
export function compileTree(node: Expr, kinds: Kinds): Step {
  switch (node.kind) {
    case 'number':
      return constant(node.isWhole ? 'int' : 'double', whole(node.value, node.at, node.isWhole));
    case 'text':
      return constant('string', node.value);
    case 'bool':
      return constant('bool', node.value);
    case 'name':
      return variable(node.name, node.at, kinds);
    case 'list': {
      const items = node.items.map((item) => compileTree(item, kinds));
      return { kind: 'list', run: (scope) => items.map((item) => item.run(scope)) };
    }
    case 'unary':
      return unary(node, compileTree(node.of, kinds));
    case 'binary':
      return binary(node, compileTree(node.left, kinds), compileTree(node.right, kinds));
    case 'choice':
      return choice(node, kinds);
    default:
      return call(
        node,
        node.args.map((arg) => compileTree(arg, kinds)),
      );
  }
}

const constant = (kind: Kind, value: Value): Step => ({ kind, run: () => value });

function variable(name: string, at: number, kinds: Kinds): Step {
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind === undefined) {
    throw new RuleFault(`there is no term “${name}”; there are ${Object.keys(kinds).join(', ')}`, at);
  }
  return { kind, run: (scope) => scope[name] as Value };
}

/** Whole numbers stay exact; what would not, fails. Never −0: it would be printed as 0 and compare as less. */
function whole(value: number, at: number, isWhole: boolean): number {
  const isFine = isWhole ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (!isFine) throw new RuleFault('a number gets too large', at);
  return value + 0;
}

function unary(node: Extract<Expr, { kind: 'unary' }>, of: Step): Step {
  if (node.sign === '!') {
    if (of.kind !== 'bool') throw new RuleFault(`! needs true or false, and this is ${WORDS[of.kind]}`, node.at);
    return { kind: 'bool', run: (scope) => !of.run(scope) };
  }
  if (!isNumber(of.kind)) throw new RuleFault(`− needs a number, and this is ${WORDS[of.kind]}`, node.at);
  return { kind: of.kind, run: (scope) => whole(-(of.run(scope) as number), node.at, of.kind === 'int') };
}

type Binary = Extract<Expr, { kind: 'binary' }>;

function binary(node: Binary, left: Step, right: Step): Step {
  const { sign, at } = node;
  if (sign === '&&' || sign === '||') return logic(node, left, right);
  if (sign === 'in') {
    if (right.kind !== 'list') throw new RuleFault('after “in” comes a list, such as ["db", "web"]', at);
    return { kind: 'bool', run: (scope) => (right.run(scope) as Value[]).includes(left.run(scope)) };
  }
  const areNumbers = isNumber(left.kind) && isNumber(right.kind);
  const areAlike = areNumbers || (left.kind === right.kind && left.kind !== 'list');
  if (COMPARE[sign]) {
    if (!areAlike) throw new RuleFault(`${WORDS[left.kind]} cannot be compared with ${WORDS[right.kind]}`, at);
    if (left.kind === 'bool' && sign !== '==' && sign !== '!=') throw new RuleFault('true and false have no order', at);
    const compare = COMPARE[sign];
    return { kind: 'bool', run: (scope) => compare(left.run(scope), right.run(scope)) };
  }
  if (!areNumbers)
    throw new RuleFault(`“${sign}” needs two numbers, not ${WORDS[left.kind]} and ${WORDS[right.kind]}`, at);
  const kind = left.kind === 'int' && right.kind === 'int' ? 'int' : 'double';
  return {
    kind,
    run: (scope) =>
      whole(
        arithmetic(node, left.run(scope) as number, { by: right.run(scope) as number, isWhole: kind === 'int' }),
        at,
        kind === 'int',
      ),
  };
}

const COMPARE: Record<string, (a: Value, b: Value) => boolean> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function arithmetic({ sign, at }: Binary, a: number, { by: b, isWhole }: { by: number; isWhole: boolean }): number {
  if (sign === '+') return a + b;
  if (sign === '-') return a - b;
  if (sign === '*') return a * b;
  if (b === 0) throw new RuleFault('it divides by 0', at);
  if (sign === '/') return isWhole ? Math.trunc(a / b) : a / b;
  if (!isWhole) throw new RuleFault('% needs whole numbers', at);
  return a % b;
}

/** As in CEL, a side that decides alone makes the other's failure not matter. */
function logic({ sign, at }: Binary, left: Step, right: Step): Step {
  for (const side of [left, right])
    if (side.kind !== 'bool')
      throw new RuleFault(`${sign} needs true or false on both sides, and this is ${WORDS[side.kind]}`, at);
  const decides = sign === '||';
  return {
    kind: 'bool',
    run: (scope) => {
      let fault: unknown = null;
      for (const side of [left, right]) {
        try {
          if (side.run(scope) === decides) return decides;
        } catch (error) {
          fault ??= error;
        }
      }
      if (fault !== null) throw fault;
      return !decides;
    },
  };
}

function choice(node: Extract<Expr, { kind: 'choice' }>, kinds: Kinds): Step {
  const test = compileTree(node.test, kinds);
  const then = compileTree(node.then, kinds);
  const otherwise = compileTree(node.otherwise, kinds);
  if (test.kind !== 'bool')
    throw new RuleFault(`before the ? comes true or false, and this is ${WORDS[test.kind]}`, node.at);
  const areNumbers = isNumber(then.kind) && isNumber(otherwise.kind);
  if (!areNumbers && then.kind !== otherwise.kind)
    throw new RuleFault(
      `both sides of the : must be alike, not ${WORDS[then.kind]} and ${WORDS[otherwise.kind]}`,
      node.at,
    );
  const kind = then.kind === otherwise.kind ? then.kind : 'double';
  return { kind, run: (scope) => (test.run(scope) ? then.run(scope) : otherwise.run(scope)) };
}

type Method = { takes: Kind[]; gives: Kind; run: (...args: never[]) => Value };
const METHODS: Record<string, Method> = {
  contains: { takes: ['string', 'string'], gives: 'bool', run: (a: string, b: string) => a.includes(b) },
  startsWith: { takes: ['string', 'string'], gives: 'bool', run: (a: string, b: string) => a.startsWith(b) },
  endsWith: { takes: ['string', 'string'], gives: 'bool', run: (a: string, b: string) => a.endsWith(b) },
  size: { takes: ['string'], gives: 'int', run: (a: string) => [...a].length },
};

function call(node: Extract<Expr, { kind: 'call' }>, args: Step[]): Step {
  const { name, at, isMethod } = node;
  if (!isMethod && (name === 'int' || name === 'double')) return conversion(node, args);
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (!method || (!isMethod && name !== 'size'))
    throw new RuleFault(`there is no ${isMethod ? 'method' : 'function'} “${name}”`, at);
  const isFitting = args.length === method.takes.length && args.every((arg, i) => arg.kind === method.takes[i]);
  if (!isFitting) throw new RuleFault(`${name} takes ${method.takes.map((kind) => WORDS[kind]).join(' and ')}`, at);
  return { kind: method.gives, run: (scope) => method.run(...(args.map((arg) => arg.run(scope)) as never[])) };
}

function conversion({ name, at }: Extract<Expr, { kind: 'call' }>, args: Step[]): Step {
  const [arg] = args;
  if (args.length !== 1 || !arg || !isNumber(arg.kind)) throw new RuleFault(`${name} takes one number`, at);
  if (name === 'double') return { kind: 'double', run: arg.run };
  return { kind: 'int', run: (scope) => whole(Math.trunc(arg.run(scope) as number), at, true) };
}
