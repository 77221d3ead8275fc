package dev.renderfarm.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.endtoend.release.RecordedFolder;
import dev.renderfarm.endtoend.release.ReleaseRecorder;
import dev.renderfarm.endtoend.shop.FinishedBatch;
import dev.renderfarm.standalone.layout.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The farm of every earlier release, stopped in the middle of a batch, is started with the programs of this one. */
@Tag("long")
class UpgradeIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    static List<Path> releases() throws IOException {
        Path recorded = Installation.locate().home().resolve("end-to-end/src/test/resources/releases");
        try (Stream<Path> files = Files.list(recorded)) {
            return files.map(release -> release.resolve("farm.zip")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void shouldGoOnFromWhatAnEarlierReleaseLeft(Path release) throws Exception {
        FlowFarm closed;
        List<String> links = new ArrayList<>();
        try (FlowFarm farm = FlowFarm.upgradeOf(new RecordedFolder(release), 2)) {
            closed = farm;
            // When
            Batch ended = farm.client().awaitEnd(ReleaseRecorder.IN_PROGRESS, PATIENCE);
            // Then
            List<Batch> listed = farm.client().batches();
            assertThat(listed).hasSize(2).contains(ended);
            for (Batch batch : listed) {
                assertComplete(batch, farm);
                links.addAll(new FinishedBatch(batch, farm.client(), farm.bucket()).links());
            }
            assertPictures(links, farm);
        }
        // When it is started on its data again
        try (FlowFarm farm = FlowFarm.startedAgain(closed, 0)) {
            // Then what was downloaded before leads to the pictures
            assertThat(farm.processes().ports().moves()).isEmpty();
            assertPictures(links, farm);
        }
    }

    /** Whatever address the release had that wrote the files. */
    private static void assertPictures(List<String> links, FlowFarm farm) {
        assertThat(links)
                .isNotEmpty()
                .allSatisfy(link -> assertThat(farm.client().get(link)).as(link).startsWith(0x89, 'P', 'N', 'G'));
    }

    private static void assertComplete(Batch batch, FlowFarm farm) throws Exception {
        List<String> skus = skus(farm.client().file(batch.inputFileId()));
        assertThat(batch.status()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(batch.requestCounts()).isEqualTo(new RequestCounts(skus.size(), skus.size(), 0));
        assertThat(farm.client().batch(batch.id())).isEqualTo(batch);
        var left = new FinishedBatch(batch, farm.client(), farm.bucket())
                .assertEveryPictureThereOnce(skus)
                .assertPicturesDiffer();
        String name = left.digests().firstKey();
        assertThat(farm.client().get("/v1/batches/" + batch.id() + "/images/" + name + ".png"))
                .startsWith(0x89, 'P', 'N', 'G');
    }

    /** First column of the batch's input. */
    private static List<String> skus(byte[] csv) {
        return new String(csv, StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf(',')))
                .toList();
    }
}
