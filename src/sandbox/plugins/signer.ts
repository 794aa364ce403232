import { checkPrimeSync, createHash } from 'node:crypto';

/** Somebody who gives assemblies their strong names. */
export type Signer = {
  /** As assemblies carry it. */
  readonly publicKey: Buffer;
  /** The signature of what has the hash, in the order of a strong name. */
  sign(sha1: Buffer): Buffer;
};

const keyBytes = 128;
const exponent = 65_537n;
const signers = new Map<string, Signer>();

/**
 * The signer of the name, with a key of 1024 bits that is made from the name alone: the same in every sandbox, written
 * down nowhere, and known to everybody who can read this. It tells assemblies apart and protects nothing.
 */
export function signerNamed(name: string): Signer {
  const known = signers.get(name) ?? makeSigner(name);
  signers.set(name, known);
  return known;
}

function makeSigner(name: string): Signer {
  const first = primeFrom(`${name}/first`);
  const second = primeFrom(`${name}/second`);
  const modulus = first * second;
  const secret = inverse(exponent, (first - 1n) * (second - 1n));
  const header = Buffer.from('0024000004800000940000000602000000240000525341310004000001000100', 'hex');
  return {
    publicKey: Buffer.concat([header, bytesOf(modulus).reverse()]),
    sign: (sha1) => bytesOf(power(numberOf(padForSignature(sha1)), secret, modulus)).reverse(),
  };
}

/** The first prime of 512 bits from a place on that the words decide. */
function primeFrom(words: string): bigint {
  const start = createHash('sha512').update(words).digest();
  // Both highest bits, so that the product of two has all 1024; the lowest, as every second number is even.
  start[0] = (start[0] ?? 0) | 0xc0;
  start[63] = (start[63] ?? 0) | 1;
  for (let candidate = numberOf(start); ; candidate += 2n)
    if (candidate % exponent !== 1n && checkPrimeSync(candidate)) return candidate;
}

/** EMSA-PKCS1-v1_5 with SHA-1. */
function padForSignature(sha1: Buffer): Buffer {
  const algorithm = Buffer.from('3021300906052b0e03021a05000414', 'hex');
  const filling = Buffer.alloc(keyBytes - 3 - algorithm.length - sha1.length, 0xff);
  return Buffer.concat([Buffer.from([0, 1]), filling, Buffer.from([0]), algorithm, sha1]);
}

function numberOf(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

function bytesOf(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(keyBytes * 2, '0'), 'hex');
}

function power(base: bigint, times: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let rest = times; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** Of two numbers without a common divisor, by Euclid. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [older, newer] = [modulus, value];
  let [olderFactor, newerFactor] = [0n, 1n];
  while (newer > 0n) {
    const times = older / newer;
    [older, newer] = [newer, older - times * newer];
    [olderFactor, newerFactor] = [newerFactor, olderFactor - times * newerFactor];
  }
  return ((olderFactor % modulus) + modulus) % modulus;
}
