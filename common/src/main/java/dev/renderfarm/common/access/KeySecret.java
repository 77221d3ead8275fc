package dev.renderfarm.common.access;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.id.KeyId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * What the holder of an API key has: {@code rf_}, 16 letters or digits that say which key, and 256 random bits in
 * base64url. It never stands in a log: its text has to be asked for.
 */
public final class KeySecret {

    /** The regular expression that every one matches. */
    public static final String SYNTAX = "rf_[a-z0-9]{16}[A-Za-z0-9_-]{43}";

    private static final String PREFIX = "rf_";
    private static final int ID_LENGTH = 16;
    private static final int SECRET_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final Pattern PATTERN = Pattern.compile(SYNTAX);

    private final String text;

    private KeySecret(String text) {
        this.text = text;
    }

    /** Empty for text that is none; whether the farm knows it is another question. */
    public static Optional<KeySecret> parse(String text) {
        return PATTERN.matcher(text).matches() ? Optional.of(new KeySecret(text)) : Optional.empty();
    }

    /** @param random one that nobody can foresee */
    public static KeySecret random(RandomGenerator random) {
        StringBuilder text = new StringBuilder(PREFIX);
        for (int i = 0; i < ID_LENGTH; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return new KeySecret(text.append(Base64.getUrlEncoder().withoutPadding().encodeToString(secret))
                .toString());
    }

    public KeyId id() {
        return new KeyId("key_" + text.substring(PREFIX.length(), PREFIX.length() + ID_LENGTH));
    }

    /** What may be kept of it. */
    public KeyHash hash(RandomGenerator random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new KeyHash(HexFormat.of().formatHex(salt), HexFormat.of().formatHex(digest(salt)));
    }

    /** SHA-256 of the salt and all of the text. */
    byte[] digest(byte[] salt) {
        byte[] secret = text.getBytes(StandardCharsets.US_ASCII);
        byte[] salted = new byte[salt.length + secret.length];
        System.arraycopy(salt, 0, salted, 0, salt.length);
        System.arraycopy(secret, 0, salted, salt.length, secret.length);
        return Sha256.of(salted);
    }

    /** The secret itself, for its holder. */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return "KeySecret[" + id() + "]";
    }
}
