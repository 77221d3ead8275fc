package dev.renderfarm.provenance.verdict;

import dev.renderfarm.provenance.cbor.CborValue;
import dev.renderfarm.provenance.embed.Located;
import dev.renderfarm.provenance.refusal.MalformedException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the bytes of a file digest to but for some ranges (C2PA 2.2, section 18.5).
 *
 * @param exclusions in the file's order
 */
record DataHash(HashAlgorithm algorithm, List<Range> exclusions, CborValue.Bytes hash) {

    /** Of bytes of a file. */
    record Range(long start, long length) {}

    static DataHash of(CborValue.Entries content, HashAlgorithm ofClaim) throws MalformedException {
        HashAlgorithm algorithm = content.get("alg").isPresent() ? HashAlgorithm.of(content.text("alg")) : ofClaim;
        List<Range> exclusions = new ArrayList<>();
        for (CborValue.Entries range : content.maps("exclusions")) {
            exclusions.add(new Range(range.whole("start"), range.whole("length")));
        }
        exclusions.sort(Comparator.comparingLong(Range::start));
        return new DataHash(algorithm, exclusions, CborValue.of(content.bytes("hash")));
    }

    /**
     * What is wrong with the file, in words. Nothing but the manifest may be left out: what is left out could be
     * changed by anybody.
     */
    Optional<String> fault(byte[] file, Located manifest) {
        MessageDigest digest = algorithm.digest();
        int at = 0;
        for (Range range : exclusions) {
            if (range.start() < manifest.start()
                    || range.length() < 0
                    || range.length() > manifest.end() - range.start()
                    || range.start() < at) {
                return Optional.of(
                        "digest leaves out bytes from " + range.start() + " on, which are not the manifest's");
            }
            digest.update(file, at, (int) range.start() - at);
            at = (int) (range.start() + range.length());
        }
        digest.update(file, at, file.length - at);
        return Arrays.equals(digest.digest(), hash.value())
                ? Optional.empty()
                : Optional.of("file is not the one that was signed: its bytes have another digest");
    }
}
