package dev.renderfarm.provenance.verdict;

import dev.renderfarm.provenance.cbor.CborValue;
import dev.renderfarm.provenance.jumbf.Superbox;
import dev.renderfarm.provenance.manifest.ManifestLabels;
import dev.renderfarm.provenance.refusal.MalformedException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The assertions of a manifest that its claim names and that are what it says. */
final class ClaimedAssertions {

    private static final String DEFAULT_ALGORITHM = "sha256";
    private static final List<String> LISTS = List.of("created_assertions", "gathered_assertions", "assertions");

    private final HashAlgorithm algorithm;
    private final Map<String, Superbox> good = new LinkedHashMap<>();
    private final List<Fault> faults = new ArrayList<>();

    private ClaimedAssertions(HashAlgorithm algorithm) {
        this.algorithm = algorithm;
    }

    static ClaimedAssertions of(CborValue.Entries claim, String manifest, Superbox store) throws MalformedException {
        String algorithm = claim.get("alg").isPresent() ? claim.text("alg") : DEFAULT_ALGORITHM;
        ClaimedAssertions assertions = new ClaimedAssertions(HashAlgorithm.of(algorithm));
        Set<String> claimed = new HashSet<>();
        for (String list : LISTS) {
            for (CborValue.Entries uri : claim.maps(list)) {
                String path = ManifestLabels.pathIn(manifest, uri.text("url"));
                String prefix = ManifestLabels.ASSERTION_STORE + "/";
                String label = path.startsWith(prefix) ? path.substring(prefix.length()) : path;
                claimed.add(label);
                assertions.take(label, uri, store.box(label));
            }
        }
        for (Superbox box : store.boxes()) {
            if (!claimed.contains(box.label())) {
                assertions.faults.add(
                        new Fault(FaultKind.ASSERTION_UNDECLARED, "assertion is not in the claim: " + box.label()));
            }
        }
        return assertions;
    }

    List<Fault> faults() {
        return List.copyOf(faults);
    }

    /** Of digests that name none. */
    HashAlgorithm algorithm() {
        return algorithm;
    }

    Optional<Superbox> first(String label) {
        return Optional.ofNullable(good.get(label));
    }

    /** Of every version and instance of the label. */
    List<Superbox> all(String label) {
        return good.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(label))
                .map(Map.Entry::getValue)
                .toList();
    }

    private void take(String label, CborValue.Entries uri, Optional<Superbox> box) throws MalformedException {
        if (box.isEmpty()) {
            faults.add(new Fault(FaultKind.ASSERTION_MISSING, "assertion is missing: " + label));
            return;
        }
        MessageDigest digest = (uri.get("alg").isPresent() ? HashAlgorithm.of(uri.text("alg")) : algorithm).digest();
        digest.update(box.get().payload().duplicate());
        if (Arrays.equals(digest.digest(), uri.bytes("hash"))) {
            good.put(label, box.get());
        } else {
            faults.add(new Fault(FaultKind.ASSERTION_CHANGED, "assertion is not what was signed: " + label));
        }
    }
}
