package dev.renderfarm.gpuworker.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.RenderCancelledException;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.gpuworker.source.PixelCache.Reading;
import dev.renderfarm.imaging.encoded.SourceFormat;
import dev.renderfarm.imaging.pixels.Pixels;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PixelCacheTest {

    private static final SourcePicture MUG = new SourcePicture("mug.png", "a", 1, 2, 2);
    private static final SourcePicture HAT = new SourcePicture("hat.png", "b", 1, 2, 2);
    private static final SourcePicture SHOE = new SourcePicture("shoe.png", "c", 1, 2, 2);

    /** Of opaque pictures of four pixels it keeps two. */
    private final PixelCache cache = new PixelCache(24);

    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void end() {
        other.shutdownNow();
    }

    @Test
    void shouldKeepThoseThatWereUsedLastWhenThereIsNotRoomForAll() throws InterruptedException {
        // Given
        ReadPicture mug = read(MUG, opaque());
        read(HAT, opaque());
        read(MUG, opaque());
        // When
        read(SHOE, opaque());
        // Then
        assertThat(read(MUG, opaque())).isSameAs(mug);
        ReadPicture again = opaque();
        assertThat(read(HAT, again)).isSameAs(again);
    }

    @Test
    void shouldCountAlphaToo() throws InterruptedException {
        // Given
        read(MUG, opaque());
        // When: four pixels of four bytes
        read(HAT, png(new Pixels(2, 2, new byte[12], new byte[4])));
        // Then
        ReadPicture again = opaque();
        assertThat(read(MUG, again)).isSameAs(again);
    }

    @Test
    void shouldKeepTheLastOneWhenItIsLargerThanAllThatIsKept() throws InterruptedException {
        // Given
        ReadPicture large = png(Pixels.opaque(100, 100, new byte[30_000]));
        // When
        read(MUG, large);
        // Then
        assertThat(read(MUG, opaque())).isSameAs(large);
    }

    @Test
    void shouldNotHoldUpOthersWhenOneHangs() throws Exception {
        // Given
        Future<ReadPicture> hanging = other.submit(() -> cache.get(MUG, Cancellation.NEVER, hanging(opaque())));
        begun.await();
        // When
        ReadPicture hat = opaque();
        // Then
        assertThat(read(HAT, hat)).isSameAs(hat);
        assertThat(hanging.isDone()).isFalse();
        released.countDown();
        hanging.get();
    }

    @Test
    void shouldReadAPictureOnceWhenTwoWantItAtOnce() throws Exception {
        // Given
        ReadPicture mug = opaque();
        Future<ReadPicture> first = other.submit(() -> cache.get(MUG, Cancellation.NEVER, hanging(mug)));
        begun.await();
        // When
        ReadPicture second = cache.get(MUG, releasing(), PixelCacheTest::readTwice);
        // Then
        assertThat(second).isSameAs(mug);
        assertThat(first.get()).isSameAs(mug);
    }

    @Test
    void shouldShareWhatIsWrongWithAPictureButNotKeepIt() throws Exception {
        // Given
        Future<ReadPicture> first = other.submit(() -> cache.get(MUG, Cancellation.NEVER, () -> {
            hanging(opaque()).read();
            throw new RenderException(FailureCode.SOURCE_UNREADABLE, "no picture");
        }));
        begun.await();
        // When, then
        assertThatThrownBy(() -> cache.get(MUG, releasing(), PixelCacheTest::readTwice))
                .isInstanceOf(RenderException.class)
                .hasMessage("no picture");
        assertThatThrownBy(first::get).hasRootCauseInstanceOf(RenderException.class);
        ReadPicture again = opaque();
        assertThat(read(MUG, again)).isSameAs(again);
    }

    @Test
    void shouldReadItItselfWhenWhoeverReadItGaveUp() throws Exception {
        // Given
        Future<ReadPicture> first = other.submit(() -> cache.get(MUG, Cancellation.NEVER, () -> {
            hanging(opaque()).read();
            throw new RenderCancelledException();
        }));
        begun.await();
        ReadPicture mine = opaque();
        // When, then
        assertThat(cache.get(MUG, releasing(), () -> mine)).isSameAs(mine);
        assertThatThrownBy(first::get).hasRootCauseInstanceOf(RenderCancelledException.class);
    }

    @Test
    void shouldStopWaitingWhenNobodyWantsItAnyMore() throws Exception {
        // Given
        Future<ReadPicture> first = other.submit(() -> cache.get(MUG, Cancellation.NEVER, hanging(opaque())));
        begun.await();
        // When, then
        assertThatThrownBy(() -> cache.get(MUG, () -> true, PixelCacheTest::readTwice))
                .isInstanceOf(RenderCancelledException.class);
        released.countDown();
        first.get();
    }

    private static ReadPicture readTwice() {
        throw new AssertionError("read twice");
    }

    private ReadPicture read(SourcePicture source, ReadPicture picture) throws InterruptedException {
        return cache.get(source, Cancellation.NEVER, () -> picture);
    }

    private Reading hanging(ReadPicture picture) {
        return () -> {
            begun.countDown();
            released.await();
            return picture;
        };
    }

    /** Lets the other one go on once this one waits for it. */
    private Cancellation releasing() {
        return () -> {
            released.countDown();
            return false;
        };
    }

    private static ReadPicture opaque() {
        return png(Pixels.opaque(2, 2, new byte[12]));
    }

    private static ReadPicture png(Pixels pixels) {
        return new ReadPicture(pixels, SourceFormat.PNG);
    }
}
