package dev.renderfarm.provenance.manifest;

import dev.renderfarm.provenance.cbor.CborEncoder;
import dev.renderfarm.provenance.cbor.CborValue;
import dev.renderfarm.provenance.cose.CoseSigner;
import dev.renderfarm.provenance.embed.Embedded;
import dev.renderfarm.provenance.embed.PictureFormat;
import dev.renderfarm.provenance.refusal.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.util.List;
import java.util.UUID;

/**
 * Signs into a picture's file how it was made. The same file, story, generator and credential give the same bytes, where
 * the credential's signatures are the same each time: nothing is drawn by chance, and no time is written. Safe for use
 * by several threads.
 */
public final class ProvenanceSigner {

    private static final int DIGEST_BYTES = 32;

    private final CoseSigner signer;
    private final SoftwareAgent generator;

    /** @param generator the program that makes the claim */
    public ProvenanceSigner(CoseSigner signer, SoftwareAgent generator) {
        this.signer = signer;
        this.generator = generator;
    }

    /**
     * The file with a manifest in it; the picture in it is as it was.
     *
     * @param file PNG, JPEG or WebP
     * @throws MalformedException if it is none of these, does not hold together, or has a manifest already
     */
    public byte[] signed(byte[] file, Story story) throws MalformedException {
        PictureFormat format = PictureFormat.of(file)
                .orElseThrow(() -> new MalformedException("file is neither PNG nor JPEG nor WebP"));
        if (format.find(file).isPresent()) {
            throw new MalformedException(format + " has a manifest already");
        }
        ManifestDraft draft = draft(file, story);
        byte[] manifest = draft.signed(0, 0, new byte[DIGEST_BYTES], signer);
        // where it stands is written in it, so its length decides on its length: that settles, since it only grows
        while (true) {
            Embedded place = format.embedded(file, manifest);
            byte[] hash = Digests.sha256Without(place.file(), place.start(), place.end());
            byte[] next = draft.signed(place.start(), place.length(), hash, signer);
            if (next.length == manifest.length) {
                return format.embedded(file, next).file();
            }
            manifest = next;
        }
    }

    /** Identifiers have the form of random UUIDs, which the specification asks for, and follow from all that is signed. */
    private ManifestDraft draft(byte[] file, Story story) {
        List<Assertion> assertions = StoryAssertions.of(story);
        byte[] signed = Digests.sha256(
                file,
                CborEncoder.encode(new CborValue.Items(
                        assertions.stream().map(Assertion::content).toList())),
                CborEncoder.encode(StoryAssertions.agent(generator)),
                certificate());
        return new ManifestDraft(
                "urn:c2pa:" + uuid(signed, "manifest"), "xmp:iid:" + uuid(signed, "instance"), generator, assertions);
    }

    private byte[] certificate() {
        try {
            return signer.chain().get(0).getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read has no bytes", e);
        }
    }

    /** Of version 4 and variant 2 (RFC 9562, section 5.4). */
    private static UUID uuid(byte[] seed, String use) {
        ByteBuffer digest = ByteBuffer.wrap(Digests.sha256(seed, use.getBytes(StandardCharsets.US_ASCII)));
        long high = digest.getLong() & ~0xF000L | 0x4000L;
        long low = digest.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
