package dev.renderfarm.provenance.verdict;

import dev.renderfarm.provenance.embed.Located;
import dev.renderfarm.provenance.embed.PictureFormat;
import dev.renderfarm.provenance.jumbf.JumbfReader;
import dev.renderfarm.provenance.refusal.MalformedException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Judges the manifest that was put into a file last: its signature, its assertions, and that the file is the one that it
 * was made for. It judges nothing of manifests of pictures that went into it, and asks nobody whether a certificate was
 * revoked; time stamps of authorities it leaves alone, so a signature holds as long as its certificate does. Whatever the
 * bytes are, it gives a verdict. Safe for use by several threads.
 */
public final class ProvenanceReader {

    /** Of a manifest: thumbnails make some large. */
    static final int MAX_MANIFEST_BYTES = 64 << 20;

    private final SignatoryCheck signatories;

    /** @param anchors certificates that signers' have to lead to; where there are none, whoever signed is taken */
    public ProvenanceReader(List<X509Certificate> anchors, InstantSource clock) {
        this.signatories = new SignatoryCheck(anchors, clock);
    }

    /** @param file PNG, JPEG or WebP, or whatever somebody takes for such */
    public ProvenanceVerdict read(byte[] file) {
        try {
            PictureFormat format = PictureFormat.of(file)
                    .orElseThrow(() -> new MalformedException("file is neither PNG nor JPEG nor WebP"));
            Optional<Located> found = format.find(file);
            if (found.isEmpty()) {
                return new ProvenanceVerdict.Absent();
            }
            Located manifest = found.get();
            if (manifest.manifest().remaining() > MAX_MANIFEST_BYTES) {
                throw new MalformedException("manifest has more than " + MAX_MANIFEST_BYTES + " bytes");
            }
            return new ManifestJudgement(file, manifest, signatories).of(JumbfReader.read(manifest.manifest()));
        } catch (MalformedException e) {
            return new ProvenanceVerdict.Unreadable(String.valueOf(e.getMessage()));
        }
    }
}
