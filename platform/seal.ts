import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { Fault } from '../domain/faults.ts';

/**
 * AES-256-GCM with a random 96-bit IV and a full 128-bit tag (NIST SP 800-38D).
 * Layout: 1 byte form (1) ‖ 12 bytes IV ‖ 16 bytes tag ‖ ciphertext.
 */
const form = 1;
const ivBytes = 12;
const tagBytes = 16;

/** Encrypts `plain`; `context` (who and what for) must be given again to open it. */
export const seal = (key: Buffer, plain: Buffer, context: string): Buffer => {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(form), iv, cipher.getAuthTag(), body]);
};

/** Opens what `seal` made. Throws `secrets_unreadable` for another key, another context or a changed byte. */
export const open = (key: Buffer, sealed: Buffer, context: string): Buffer => {
  try {
    if (sealed.length < 1 + ivBytes + tagBytes || sealed[0] !== form) throw new Error('not a sealed value');
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + ivBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(sealed.subarray(1 + ivBytes, 1 + ivBytes + tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(1 + ivBytes + tagBytes)), decipher.final()]);
  } catch (cause) {
    throw new Fault(
      'secrets_unreadable',
      `What was stored for ${context} cannot be decrypted; check ENCRYPTION_KEY and ENCRYPTION_KEYS_OLD`,
      {
        cause,
      },
    );
  }
};

/** 256-bit key from a configured secret (HKDF-SHA256, RFC 5869), bound to its purpose. */
export const deriveKey = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, 'autonomos', purpose, 32));

/** A name for a configured secret that reveals nothing of it: stored beside what it wrapped. */
export const keyId = (secret: string): string =>
  createHash('sha256').update(`key id:${secret}`).digest('hex').slice(0, 16);
