package dev.renderfarm.cli.api;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Writes a body to a file, whose failures end it with a {@link FileSystemException}: a disk that is full is not taken
 * for a connection that broke.
 */
final class FileBody implements BodySubscriber<Path> {

    private final Path file;
    private final CompletableFuture<Path> written = new CompletableFuture<>();
    private @Nullable Subscription source;
    private @Nullable OutputStream out;

    FileBody(Path file) {
        this.file = file;
    }

    @Override
    public CompletionStage<Path> getBody() {
        return written;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        source = subscription;
        attempt(() -> out = Files.newOutputStream(file));
        if (!written.isDone()) {
            subscription.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
        if (written.isDone()) {
            return;
        }
        attempt(() -> {
            for (ByteBuffer piece : pieces) {
                byte[] octets = new byte[piece.remaining()];
                piece.get(octets);
                Objects.requireNonNull(out, "subscribed").write(octets);
            }
        });
    }

    @Override
    public void onError(Throwable failure) {
        written.completeExceptionally(failure);
        close();
    }

    @Override
    public void onComplete() {
        close();
        written.complete(file);
    }

    /** A network file system may say only now that its disk is full. */
    private void close() {
        if (out != null) {
            attempt(out::close);
        }
    }

    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    private void attempt(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            Objects.requireNonNull(source, "subscribed").cancel();
            written.completeExceptionally(
                    e instanceof FileSystemException
                            ? e
                            : new FileSystemException(file.toString(), null, e.getMessage()));
            abandon();
        }
    }

    /** Nothing more comes after a cancellation. */
    private void abandon() {
        try (OutputStream file = out) {
            out = null;
        } catch (IOException e) {
            // what is told is why it was abandoned
        }
    }
}
