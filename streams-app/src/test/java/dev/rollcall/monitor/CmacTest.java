package dev.rollcall.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rollcall.model.Digest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CmacTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] MESSAGE = HEX.parseHex("6bc1bee22e409f96e93d7e117393172a"
            + "ae2d8a571e03ac9c9eb76fac45af8e51"
            + "30c81c46a35ce411e5fbc1191a0a52ef"
            + "f69f2445df4f9b17ad2b417be66c3710");

    /** RFC 4493, section 4, and NIST SP 800-38B for the longer keys: the first bytes of one message. */
    @ParameterizedTest
    @CsvSource({
        "2b7e151628aed2a6abf7158809cf4f3c, 0, bb1d6929e95937287fa37d129b756746",
        "2b7e151628aed2a6abf7158809cf4f3c, 16, 070a16b46b4d4144f79bdd9dd04a287c",
        "2b7e151628aed2a6abf7158809cf4f3c, 40, dfa66747de9ae63030ca32611497c827",
        "2b7e151628aed2a6abf7158809cf4f3c, 64, 51f0bebf7e3b9d92fc49741779363cfe",
        "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4, 0, 028962f61b7bf89efc6b551f4667d983",
        "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4, 16, 28a7023f452e8f82bd4bf28d8c37c35c",
        "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4, 40, aaf3d8f1de5640c232f5b169b9c911e6",
        "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4, 64, e1992190549f6ed5696a2c056c315410"
    })
    void givesTheTagsOfTheStandards(String key, int length, String tag) {
        assertEquals(digest(tag), new Cmac(HEX.parseHex(key)).of(MESSAGE, length));
    }

    @Test
    void keepsNothingOfTheMessageBefore() {
        Cmac cmac = new Cmac(HEX.parseHex("2b7e151628aed2a6abf7158809cf4f3c"));
        cmac.of(MESSAGE, 64);
        assertEquals(digest("070a16b46b4d4144f79bdd9dd04a287c"), cmac.of(MESSAGE, 16));
    }

    @Test
    void refusesAKeyOfAnotherLength() {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> new Cmac(new byte[20]));
        assertEquals("Expected an AES key of 16, 24 or 32 bytes, but it has 20", refusal.getMessage());
    }

    private static Digest digest(String hex) {
        return new Digest(
                Long.parseUnsignedLong(hex.substring(0, 16), 16), Long.parseUnsignedLong(hex.substring(16), 16));
    }
}
