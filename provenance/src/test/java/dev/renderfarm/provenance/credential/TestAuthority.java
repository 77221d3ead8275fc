package dev.renderfarm.provenance.credential;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/** Issues certificates for tests, so that no private key stands in the repository. */
public final class TestAuthority {

    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static final AlgorithmIdentifier ECDSA_WITH_SHA256 =
            new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.10045.4.3.2"));

    private final KeyPair keys;
    private final String name;
    private final X509Certificate certificate;
    private int serial = 1;

    public TestAuthority(String name) {
        this.name = "O=Renderfarm test,CN=" + name;
        this.keys = keys("secp256r1");
        this.certificate = certificate(
                this.name,
                new Wish(
                        "",
                        Instant.parse("1960-01-01T00:00:00Z"),
                        Instant.parse("2099-01-01T00:00:00Z"),
                        true,
                        List.of()),
                keys);
    }

    /**
     * What a certificate is to say.
     *
     * @param subject common name
     * @param purposes extended key usages
     */
    public record Wish(String subject, Instant from, Instant until, boolean authority, List<String> purposes) {

        /** One that C2PA takes. */
        public static Wish good() {
            return new Wish(
                    "Test signer",
                    NOW.minus(Duration.ofHours(1)),
                    NOW.plus(Duration.ofDays(30)),
                    false,
                    List.of(KeyPurposeId.id_kp_emailProtection.getId()));
        }

        public Wish until(Instant other) {
            return new Wish(subject, from, other, authority, purposes);
        }

        public Wish from(Instant other) {
            return new Wish(subject, other, until, authority, purposes);
        }

        public Wish withPurposes(String... others) {
            return new Wish(subject, from, until, authority, List.of(others));
        }

        public Wish ofAnAuthority() {
            return new Wish(subject, from, until, true, purposes);
        }
    }

    /** A key with its certificate, and those after it. */
    public record Issued(KeyPair keys, List<X509Certificate> chain) {

        public Path writeChain(Path file) {
            StringBuilder pem = new StringBuilder();
            for (X509Certificate certificate : chain) {
                try {
                    pem.append(pem("CERTIFICATE", certificate.getEncoded()));
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException(e);
                }
            }
            return write(file, pem.toString());
        }

        public Path writeKey(Path file) {
            return write(file, pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        }

        /** Read as a worker reads it. */
        public SigningCredential credential(Path folder) {
            return SigningCredential.read(
                    writeChain(folder.resolve("chain.pem")), writeKey(folder.resolve("signer.key")), NOW);
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public Path writeCertificate(Path file) {
        return new Issued(keys, List.of(certificate)).writeChain(file);
    }

    public Issued issue() {
        return issue(Wish.good(), keys("secp256r1"));
    }

    public Issued issue(Wish wish) {
        return issue(wish, keys("secp256r1"));
    }

    public Issued issue(Wish wish, KeyPair of) {
        return new Issued(of, List.of(certificate("O=Renderfarm test,CN=" + wish.subject(), wish, of), certificate));
    }

    /** @param curve of ECDSA, or {@code Ed25519}, or {@code RSA} */
    public static KeyPair keys(String curve) {
        try {
            if (curve.startsWith("secp")) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec(curve));
                return generator.generateKeyPair();
            }
            return KeyPairGenerator.getInstance(curve).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate certificate(String subject, Wish wish, KeyPair of) {
        try {
            V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
            generator.setSerialNumber(new ASN1Integer(BigInteger.valueOf(serial++)));
            generator.setSignature(ECDSA_WITH_SHA256);
            generator.setIssuer(new X500Name(name));
            generator.setSubject(new X500Name(subject));
            generator.setStartDate(new Time(Date.from(wish.from())));
            generator.setEndDate(new Time(Date.from(wish.until())));
            generator.setSubjectPublicKeyInfo(
                    SubjectPublicKeyInfo.getInstance(of.getPublic().getEncoded()));
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(wish.authority()));
            extensions.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(wish.authority() ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
            extensions.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new AuthorityKeyIdentifier(name.getBytes(StandardCharsets.UTF_8)));
            if (!wish.purposes().isEmpty()) {
                extensions.addExtension(
                        Extension.extendedKeyUsage,
                        false,
                        new ExtendedKeyUsage(wish.purposes().stream()
                                .map(ASN1ObjectIdentifier::new)
                                .map(KeyPurposeId::getInstance)
                                .toArray(KeyPurposeId[]::new)));
            }
            generator.setExtensions(extensions.generate());
            byte[] content = generator.generateTBSCertificate().getEncoded(ASN1Encoding.DER);
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(content);
            ASN1EncodableVector parts = new ASN1EncodableVector();
            parts.add(generator.generateTBSCertificate());
            parts.add(ECDSA_WITH_SHA256);
            parts.add(new DERBitString(signature.sign()));
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(new DERSequence(parts).getEncoded(ASN1Encoding.DER)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind
                + "-----\n";
    }

    private static Path write(Path file, String content) {
        try {
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
