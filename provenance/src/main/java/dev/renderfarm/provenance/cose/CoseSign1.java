package dev.renderfarm.provenance.cose;

import dev.renderfarm.provenance.cbor.CborDecoder;
import dev.renderfarm.provenance.cbor.CborEncoder;
import dev.renderfarm.provenance.cbor.CborValue;
import dev.renderfarm.provenance.refusal.MalformedException;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One signature over a payload that stands elsewhere (RFC 9052, section 4.2), with the certificates of who signed in
 * its protected header ({@code x5chain}, RFC 9360).
 *
 * @param chain the signer's first
 */
public record CoseSign1(
        CoseAlgorithm algorithm,
        List<X509Certificate> chain,
        CborValue.Bytes protectedHeader,
        CborValue.Bytes signature) {

    /** Certificates of a chain that are read. */
    static final int MAX_CERTIFICATES = 16;

    private static final long TAG = 18;
    private static final long ALGORITHM = 1;
    private static final long X5CHAIN = 33;
    private static final String X5CHAIN_BY_NAME = "x5chain";
    private static final int PARTS = 4;

    public CoseSign1 {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("chain is empty");
        }
    }

    /** Signs the payload. */
    public static CoseSign1 of(byte[] payload, CoseSigner signer) {
        CborValue.Bytes header = CborValue.of(CborEncoder.encode(header(signer)));
        byte[] signature = signer.sign(toBeSigned(header, payload));
        return new CoseSign1(signer.algorithm(), signer.chain(), header, CborValue.of(signature));
    }

    /** As bytes, without the payload. */
    public byte[] encoded() {
        return CborEncoder.encode(new CborValue.Tagged(
                TAG,
                CborValue.items(protectedHeader, new CborValue.Entries(Map.of()), new CborValue.Nothing(), signature)));
    }

    /**
     * Of anybody's bytes; certificates in the unprotected header are taken too, as earlier versions of C2PA have them.
     *
     * @throws MalformedException if they are no signature of a kind that C2PA allows
     */
    public static CoseSign1 decode(ByteBuffer bytes) throws MalformedException {
        CborValue value = CborDecoder.decode(bytes);
        CborValue content = value instanceof CborValue.Tagged tagged && tagged.tag() == TAG ? tagged.value() : value;
        if (!(content instanceof CborValue.Items items)
                || items.values().size() != PARTS
                || !(items.values().get(0) instanceof CborValue.Bytes protectedHeader)
                || !(items.values().get(1) instanceof CborValue.Entries unprotected)
                || !(items.values().get(3) instanceof CborValue.Bytes signature)) {
            throw new MalformedException("signature is no COSE_Sign1");
        }
        CborValue.Entries header = CborDecoder.decodeMap(ByteBuffer.wrap(protectedHeader.value()));
        if (!(header.get(ALGORITHM).orElse(null) instanceof CborValue.Whole id)) {
            throw new MalformedException("signature says no algorithm");
        }
        CoseAlgorithm algorithm = CoseAlgorithm.of(id.value())
                .orElseThrow(() -> new MalformedException(
                        "signature is of algorithm " + id.value() + ", which C2PA does not allow"));
        CborValue chain = chain(header)
                .or(() -> chain(unprotected))
                .orElseThrow(() -> new MalformedException("signature comes without certificates (x5chain)"));
        return new CoseSign1(algorithm, certificates(chain), protectedHeader, signature);
    }

    /** Whether it is the signature of that payload by the key of the first certificate. */
    public boolean verifies(byte[] payload) {
        try {
            Signature verifier = algorithm.signature();
            verifier.initVerify(chain.get(0).getPublicKey());
            verifier.update(toBeSigned(protectedHeader, payload));
            return verifier.verify(signature.value());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static CborValue header(CoseSigner signer) {
        List<CborValue> certificates = new ArrayList<>();
        for (X509Certificate certificate : signer.chain()) {
            try {
                certificates.add(CborValue.of(certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("a certificate that was read has no bytes", e);
            }
        }
        Map<CborValue, CborValue> header = new LinkedHashMap<>();
        header.put(CborValue.of(ALGORITHM), CborValue.of(signer.algorithm().id()));
        header.put(
                CborValue.of(X5CHAIN),
                certificates.size() == 1 ? certificates.get(0) : new CborValue.Items(certificates));
        return new CborValue.Entries(header);
    }

    /** Sig_structure, RFC 9052, section 4.4. */
    private static byte[] toBeSigned(CborValue.Bytes protectedHeader, byte[] payload) {
        return CborEncoder.encode(CborValue.items(
                CborValue.of("Signature1"), protectedHeader, CborValue.of(new byte[0]), CborValue.of(payload)));
    }

    private static Optional<CborValue> chain(CborValue.Entries header) {
        return header.get(X5CHAIN).or(() -> header.get(X5CHAIN_BY_NAME));
    }

    private static List<X509Certificate> certificates(CborValue chain) throws MalformedException {
        List<CborValue> encoded = chain instanceof CborValue.Items items ? items.values() : List.of(chain);
        if (encoded.isEmpty() || encoded.size() > MAX_CERTIFICATES) {
            throw new MalformedException("signature comes with " + encoded.size() + " certificates: one to "
                    + MAX_CERTIFICATES + " are read");
        }
        List<X509Certificate> certificates = new ArrayList<>();
        for (CborValue value : encoded) {
            if (!(value instanceof CborValue.Bytes bytes)) {
                throw new MalformedException("signature has a certificate that is no byte string");
            }
            try {
                certificates.add((X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(bytes.value())));
            } catch (CertificateException e) {
                throw new MalformedException("signature has a certificate that is no X.509 certificate");
            }
        }
        return certificates;
    }
}
