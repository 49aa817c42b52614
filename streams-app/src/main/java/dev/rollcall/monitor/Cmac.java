package dev.rollcall.monitor;

import dev.rollcall.model.Digest;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-CMAC, as RFC 4493 defines it.
 *
 * <p>The platform has the cipher but not the mode. CBC with a zero vector gives the chain, so that a message costs one call;
 * for tokens of at most sixteen bytes that is one block, about a quarter of an HMAC-SHA-256. Not safe for several threads.
 */
final class Cmac {
    private static final int BLOCK = 16;
    /** The constant of RFC 4493, section 2.3. */
    private static final int RB = 0x87;

    private final Cipher cipher;
    private final byte[] subkey1;
    private final byte[] subkey2;

    /** @param key 16, 24 or 32 bytes */
    Cmac(byte[] key) {
        try {
            cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[BLOCK]));
            subkey1 = doubled(cipher.doFinal(new byte[BLOCK]));
            subkey2 = doubled(subkey1);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "Expected an AES key of 16, 24 or 32 bytes, but it has " + key.length, e);
        }
    }

    /** The code of the first {@code length} bytes of {@code message}. */
    Digest of(byte[] message, int length) {
        int padded = length == 0 ? BLOCK : (length + BLOCK - 1) / BLOCK * BLOCK;
        byte[] blocks = new byte[padded];
        System.arraycopy(message, 0, blocks, 0, length);
        byte[] subkey = subkey1;
        if (padded != length) {
            blocks[length] = (byte) 0x80;
            subkey = subkey2;
        }
        for (int i = 0; i < BLOCK; i++) {
            blocks[padded - BLOCK + i] ^= subkey[i];
        }
        try {
            byte[] chain = cipher.doFinal(blocks);
            ByteBuffer last = ByteBuffer.wrap(chain, padded - BLOCK, BLOCK);
            return new Digest(last.getLong(), last.getLong());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Whole blocks can always be enciphered", e);
        }
    }

    /** Multiplication by x in the field of 2 to the 128th. */
    private static byte[] doubled(byte[] block) {
        byte[] result = new byte[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            int next = i + 1 < BLOCK ? (block[i + 1] & 0xff) >>> 7 : 0;
            result[i] = (byte) (block[i] << 1 | next);
        }
        if (block[0] < 0) {
            result[BLOCK - 1] ^= (byte) RB;
        }
        return result;
    }
}
