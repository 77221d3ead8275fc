package dev.renderfarm.provenance.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.provenance.credential.TestAuthority;
import java.time.InstantSource;
import java.util.List;

/** Of whatever file there is a verdict. For {@code scripts/fuzz}. */
public final class VerdictFuzz {

    private static final ProvenanceReader READER =
            new ProvenanceReader(List.of(), InstantSource.fixed(TestAuthority.NOW));

    /** Called for each input by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] file) {
        assertThat(READER.read(file)).isNotNull();
    }

    private VerdictFuzz() {}
}
