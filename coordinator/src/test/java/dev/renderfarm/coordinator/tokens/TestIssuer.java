package dev.renderfarm.coordinator.tokens;

import dev.renderfarm.common.wire.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs tokens with one key, as an issuer does and as nobody should. */
public final class TestIssuer {

    public static final String AUDIENCE = "renderfarm";

    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final String name;
    private final String keyId;
    private final PrivateKey privateKey;
    private final RSAPublicKey publicKey;

    private TestIssuer(String name, String keyId, PrivateKey privateKey, PublicKey publicKey) {
        this.name = name;
        this.keyId = keyId;
        this.privateKey = privateKey;
        this.publicKey = (RSAPublicKey) publicKey;
    }

    public static TestIssuer named(String name, String keyId) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            return new TestIssuer(name, keyId, pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param keys as {@link #keys} has them */
    public static TestIssuer of(String name, String keyId, String keys) {
        try {
            KeyFactory factory = KeyFactory.getInstance("RSA");
            String[] parts = keys.split(" ");
            return new TestIssuer(
                    name,
                    keyId,
                    factory.generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getDecoder().decode(parts[0]))),
                    factory.generatePublic(
                            new X509EncodedKeySpec(Base64.getDecoder().decode(parts[1]))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Both parts, as text. */
    public String keys() {
        Base64.Encoder encoder = Base64.getEncoder();
        return encoder.encodeToString(privateKey.getEncoded()) + " " + encoder.encodeToString(publicKey.getEncoded());
    }

    /** What is below its address. */
    public Map<String, String> documents() {
        return Map.of(
                name + "/.well-known/openid-configuration",
                Json.string(Map.of("issuer", name, "jwks_uri", name + "/keys")),
                name + "/keys",
                Json.string(Map.of("keys", List.of(key()))));
    }

    private Map<String, Object> key() {
        return Map.of(
                "kty",
                "RSA",
                "use",
                "sig",
                "kid",
                keyId,
                "n",
                text(publicKey.getModulus()),
                "e",
                text(publicKey.getPublicExponent()));
    }

    private static String text(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        byte[] plain = new byte[bytes.length - from];
        System.arraycopy(bytes, from, plain, 0, plain.length);
        return text(plain);
    }

    static String text(byte[] bytes) {
        return TEXT.encodeToString(bytes);
    }

    /** Signed with a secret that two share. */
    String hashed(Map<String, Object> claims, byte[] secret) {
        return hashed(header("HS256"), claims, secret);
    }

    /** Of anna at shop-a, for ten minutes. */
    public Map<String, Object> claims(String role, long now) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", name);
        claims.put("aud", AUDIENCE);
        claims.put("sub", "anna");
        claims.put("iat", now);
        claims.put("exp", now + 600);
        claims.put("tenant", "shop-a");
        claims.put("realm_access", Map.of("roles", List.of("offline_access", role)));
        return claims;
    }

    public String signed(Map<String, Object> claims) {
        return signed(header("RS256"), claims);
    }

    String signed(Map<String, Object> header, Map<String, Object> claims) {
        String text = unsigned(header, claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(privateKey);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + TEXT.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Tokens that are not good, by what is wrong with them. */
    public Map<String, String> bad(long now) {
        Map<String, Object> right = claims("admin", now);
        Map<String, Object> header = header("RS256");
        TestIssuer other = named(name, keyId);
        byte[] known = publicKey.getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(known) + "\n-----END PUBLIC KEY-----\n";
        String[] parts = signed(right).split("\\.");
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("expired", signed(with(right, "exp", now - 3_600)));
        bad.put("without an end", signed(without(right, "exp")));
        bad.put("of tomorrow", signed(with(right, "nbf", now + 86_400)));
        bad.put("for somebody else", signed(with(right, "aud", "another")));
        bad.put("for nobody", signed(without(right, "aud")));
        bad.put("of another issuer", signed(with(right, "iss", "https://evil.example")));
        bad.put("of no issuer", signed(without(right, "iss")));
        bad.put("unsigned", unsigned(header("none"), right) + ".");
        bad.put("unsigned, in capitals", unsigned(header("NONE"), right) + ".");
        bad.put("without a signature", parts[0] + "." + parts[1] + ".");
        bad.put("with claims of another", parts[0] + "." + part(with(right, "sub", "eve")) + "." + parts[2]);
        bad.put("with a header of another", part(header("RS512")) + "." + parts[1] + "." + parts[2]);
        bad.put("by the public key", hashed(header("HS256"), right, known));
        bad.put("by the public key's text", hashed(header("HS256"), right, pem.getBytes(StandardCharsets.UTF_8)));
        bad.put("by another key", other.signed(header, right));
        bad.put("with an unknown key's name", other.signed(with(header, "kid", "two"), right));
        bad.put("without a key's name", other.signed(without(header, "kid"), right));
        bad.put("with a key of its own", other.signed(with(header, "jwk", other.key()), right));
        bad.put("with a key elsewhere", other.signed(with(header, "jku", "http://127.0.0.1:1/keys"), right));
        bad.put("with a path for a key", other.signed(with(header, "kid", "../../dev/null"), right));
        bad.put("with a critical header", signed(with(with(header, "crit", List.of("x")), "x", 1), right));
        bad.put("no JSON", "e30." + TEXT.encodeToString("{".getBytes(StandardCharsets.UTF_8)) + ".AAAA");
        bad.put("nothing", "a.b.c");
        return bad;
    }

    private Map<String, Object> header(String algorithm) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", algorithm);
        header.put("typ", "JWT");
        header.put("kid", keyId);
        return header;
    }

    public static Map<String, Object> with(Map<String, Object> before, String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(before);
        changed.put(name, value);
        return changed;
    }

    public static Map<String, Object> without(Map<String, Object> before, String name) {
        Map<String, Object> changed = new LinkedHashMap<>(before);
        changed.remove(name);
        return changed;
    }

    private static String hashed(Map<String, Object> header, Map<String, Object> claims, byte[] secret) {
        String text = unsigned(header, claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return text + "." + TEXT.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String unsigned(Map<String, Object> header, Map<String, Object> claims) {
        return part(header) + "." + part(claims);
    }

    private static String part(Map<String, Object> content) {
        return TEXT.encodeToString(Json.bytes(content));
    }
}
