package dev.renderfarm.provenance.credential;

import dev.renderfarm.provenance.cose.CoseAlgorithm;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;

/**
 * Signs with a key so that the same message always gives the same signature: ECDSA draws its number from key and message
 * (RFC 6979), Ed25519 is made so.
 */
interface KeySigning {

    CoseAlgorithm algorithm();

    byte[] sign(byte[] message) throws GeneralSecurityException;

    /** None for a kind of key that would give other signatures each time, as RSA does, or that C2PA does not take. */
    static Optional<KeySigning> with(PrivateKey key) {
        if (key instanceof ECPrivateKey ec) {
            return switch (ec.getParams().getCurve().getField().getFieldSize()) {
                case 256 -> Optional.of(new Deterministic(CoseAlgorithm.ES256, "P-256", ec.getS()));
                case 384 -> Optional.of(new Deterministic(CoseAlgorithm.ES384, "P-384", ec.getS()));
                case 521 -> Optional.of(new Deterministic(CoseAlgorithm.ES512, "P-521", ec.getS()));
                default -> Optional.empty();
            };
        }
        return key.getAlgorithm().equals("EdDSA") || key.getAlgorithm().equals("Ed25519")
                ? Optional.of(new Edwards(key))
                : Optional.empty();
    }

    /** @param secret the private number */
    record Deterministic(CoseAlgorithm algorithm, String curve, BigInteger secret) implements KeySigning {

        @Override
        public byte[] sign(byte[] message) {
            X9ECParameters named = CustomNamedCurves.getByName(curve);
            ECDomainParameters domain =
                    new ECDomainParameters(named.getCurve(), named.getG(), named.getN(), named.getH());
            ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(digest()));
            signer.init(true, new ECPrivateKeyParameters(secret, domain));
            BigInteger[] numbers = signer.generateSignature(digested(message));
            int width = (named.getN().bitLength() + Byte.SIZE - 1) / Byte.SIZE;
            byte[] signature = new byte[2 * width];
            write(numbers[0], signature, 0, width);
            write(numbers[1], signature, width, width);
            return signature;
        }

        private byte[] digested(byte[] message) {
            Digest digest = digest();
            digest.update(message, 0, message.length);
            byte[] digested = new byte[digest.getDigestSize()];
            digest.doFinal(digested, 0);
            return digested;
        }

        private Digest digest() {
            return switch (algorithm) {
                case ES384 -> new SHA384Digest();
                case ES512 -> new SHA512Digest();
                default -> new SHA256Digest();
            };
        }

        private static void write(BigInteger number, byte[] target, int offset, int width) {
            byte[] bytes = number.toByteArray();
            int length = Math.min(bytes.length, width);
            System.arraycopy(bytes, bytes.length - length, target, offset + width - length, length);
        }

        @Override
        public String toString() {
            return "Deterministic[" + algorithm + "]";
        }
    }

    /** Ed25519, by Java's own. */
    record Edwards(PrivateKey key) implements KeySigning {

        @Override
        public CoseAlgorithm algorithm() {
            return CoseAlgorithm.EDDSA;
        }

        @Override
        public byte[] sign(byte[] message) throws GeneralSecurityException {
            Signature signature = CoseAlgorithm.EDDSA.signature();
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        }

        @Override
        public String toString() {
            return "Edwards";
        }
    }
}
