package dev.renderfarm.coordinator.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.access.Role;
import dev.renderfarm.common.batch.ExpiresAfter;
import dev.renderfarm.common.edit.PictureFacts;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.storage.FilePurpose;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.coordinator.access.Caller;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceDeskTest {

    private static final BatchId BATCH = new BatchId("batch_1");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final FileStore files = new FileStore(objects, InstantSource.fixed(NOW), new Random(1));
    private final FakeProbe probe = new FakeProbe();
    private final SourceDesk desk = new SourceDesk(objects, files, probe, FakeSources.BOUNDS, InstantSource.fixed(NOW));

    @Test
    void shouldTakeAnUploadsWordForWhatItIsWhenItWasLookedAtBefore() throws UnusableSourceException {
        // Given
        FileId file = upload("bytes", new PictureFacts("00ff", 20, 10, true, true), null);
        // When
        KnownPicture known = desk.of(BATCH, TenantName.DEFAULT).look(new SourceName.OfFile(file));
        // Then
        assertThat(known.transparent()).isTrue();
        assertThat(known.picture().key()).isEqualTo(ObjectKeys.upload(file));
        assertThat(known.picture().sha256()).isEqualTo("00ff");
        assertThat(known.picture().bytes()).isEqualTo(5);
        assertThat(probe.looks()).isZero();
    }

    @Test
    void shouldLeaveNothingBehindWhenNothingIsKept() throws UnusableSourceException {
        // Given
        FileId file = upload("20x10", null, null);
        Set<String> before = Set.copyOf(objects.keys());
        Sources dry = desk.dry();
        // When
        dry.look(new SourceName.OfFile(file));
        dry.look(new SourceName.OfData(dataUrl("20x10")));
        // Then
        assertThat(objects.keys()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void shouldNoteThatTheBatchNeedsAFileBeforeItLooks() {
        // Given
        FileId gone = new FileId("file-v000000000000000000000000");
        // When
        refused(desk.of(BATCH, TenantName.DEFAULT), gone.value(), FailureCode.NOT_FOUND, "there is no file " + gone);
        // Then
        assertThat(objects.keys()).contains(ObjectKeys.use(gone, BATCH));
    }

    @Test
    void shouldFindNoFileThatHasExpired() {
        // Given
        FileId file = upload("20x10", null, new ExpiresAfter(ExpiresAfter.CREATED_AT, 3_600));
        var later = new SourceDesk(
                objects, files, probe, FakeSources.BOUNDS, InstantSource.fixed(NOW.plus(Duration.ofHours(1))));
        // Then
        refused(later.dry(), file.value(), FailureCode.NOT_FOUND, "there is no file");
    }

    @Test
    void shouldRememberWhatCannotBeUsedToo() {
        // Given
        FileId file = upload("no picture", null, null);
        Sources sources = desk.dry();
        // When
        for (int i = 0; i < 3; i++) {
            refused(sources, file.value(), FailureCode.INVALID_REQUEST, "the file is no picture");
        }
        // Then
        assertThat(probe.looks()).isEqualTo(1);
    }

    @Test
    void shouldReadObjectsBelowThePrefixAndThoseOfOtherBatches() throws UnusableSourceException {
        // Given
        String ofBatch = ObjectKeys.source(BATCH, "0".repeat(64));
        for (String key : List.of("sources/spring/mug 7.png", ofBatch)) {
            objects.put(key, "20x10".getBytes(StandardCharsets.UTF_8), "image/png", Map.of());
            // When
            KnownPicture known = desk.of(BATCH, TenantName.DEFAULT).look(SourceName.parse(key));
            // Then
            assertThat(known.picture().key()).isEqualTo(key);
            assertThat(known.picture().width()).isEqualTo(20);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "farm.json",
                "files/file-1",
                "sources/../farm.json",
                "sources//x",
                "sources/./x",
                "sources/a\u0000b",
                "sources/",
                "batches/batch_1/items/part-00000.jsonl",
                "batches/batch_1/sources/../items/x"
            })
    void shouldReadNothingElseOfTheBucket(String key) {
        refused(desk.of(BATCH, TenantName.DEFAULT), key, FailureCode.INVALID_REQUEST, "names no picture");
    }

    @Test
    void shouldNameNothingOfOtherTenantsWhereKeysAreAskedFor() throws UnusableSourceException {
        // Given
        TenantName ours = new TenantName("shop-a");
        TenantName theirs = new TenantName("shop-b");
        Caller caller = new Caller(null, null, "k", ours, Role.SUBMITTER, null);
        FileStore asOurs = new FileStore(objects, InstantSource.fixed(NOW), new Random(2), () -> Optional.of(caller));
        String file = asOurs.save("a.png", "vision", stream("20x10"), 5).id().value();
        String ofBatch = ObjectKeys.source(BATCH, "0".repeat(64));
        String inFolder = "sources/tenants/shop-a/a.png";
        for (String key : List.of(ofBatch, inFolder, "sources/a.png")) {
            objects.put(key, "20x10".getBytes(StandardCharsets.UTF_8), "image/png", Map.of());
        }
        SourceDesk keyed = new SourceDesk(
                objects,
                files,
                probe,
                FakeSources.BOUNDS,
                InstantSource.fixed(NOW),
                new SourceOwners(true, batch -> Optional.of(ours)));
        // When, Then
        for (String name : List.of(file, ofBatch, inFolder)) {
            assertThat(keyed.dry(ours).look(SourceName.parse(name)).picture().width())
                    .isEqualTo(20);
            refused(keyed.dry(theirs), name, FailureCode.NOT_FOUND, "there is no");
            refused(keyed.dry(TenantName.DEFAULT), name, FailureCode.NOT_FOUND, "there is no");
        }
        assertThat(keyed.dry(TenantName.DEFAULT)
                        .look(SourceName.parse("sources/a.png"))
                        .picture()
                        .width())
                .isEqualTo(20);
        refused(keyed.dry(ours), "sources/a.png", FailureCode.NOT_FOUND, "there is no");
        assertThat(desk.dry(theirs).look(SourceName.parse(file)).picture().width())
                .as("at home, where no key is asked for")
                .isEqualTo(20);
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldRefuseWhatIsTooLargeBeforeItIsDecoded() {
        // Given
        objects.put("sources/large.png", new byte[1_001], "image/png", Map.of());
        // Then
        refused(desk.dry(), "sources/large.png", FailureCode.FILE_TOO_LARGE, "has more than");
        refused(desk.dry(), dataUrl("x".repeat(1_100)), FailureCode.FILE_TOO_LARGE, "has more than");
        assertThat(probe.looks()).isZero();
    }

    @Test
    void shouldNotLetMoreWaitThanItHasPlacesFor() throws UnusableSourceException, InterruptedException {
        // Given: as many are looked at as may be, while another one is asked for
        objects.put("sources/mug.png", "20x10".getBytes(StandardCharsets.UTF_8), "image/png", Map.of());
        List<FailureCode> refused = new ArrayList<>();
        SourceDesk[] busy = new SourceDesk[1];
        PictureProbe asking = file -> {
            try {
                busy[0].check("sources/mug.png", Duration.ZERO);
            } catch (UnusableSourceException e) {
                refused.add(e.code());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return probe.probe(file);
        };
        busy[0] = new SourceDesk(objects, files, asking, FakeSources.BOUNDS, InstantSource.fixed(NOW));
        // When
        busy[0].check("sources/mug.png", Duration.ZERO);
        // Then
        assertThat(refused).containsExactly(FailureCode.FARM_BUSY);
        // When there are places again
        refused.clear();
        busy[0].check("sources/mug.png", Duration.ZERO);
        assertThat(refused).containsExactly(FailureCode.FARM_BUSY);
    }

    private static void refused(Sources sources, String text, FailureCode code, String message) {
        assertThatThrownBy(() -> sources.look(SourceName.parse(text)))
                .isInstanceOfSatisfying(UnusableSourceException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(code);
                    assertThat(refusal.getMessage()).startsWith(message);
                });
    }

    private FileId upload(String content, @Nullable PictureFacts facts, @Nullable ExpiresAfter expires) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        InputStream in = new ByteArrayInputStream(bytes);
        return files.save("mug.png", FilePurpose.VISION, expires, facts, in, bytes.length)
                .id();
    }

    private static String dataUrl(String content) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
    }
}
