package dev.renderfarm.objectstore.s3;

import dev.renderfarm.objectstore.store.StorageException;
import io.minio.Result;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.util.Iterator;
import java.util.function.Function;

/** The keys of a listing of the SDK, whose every step may ask the server for more and fail. */
final class ListedKeys implements Iterator<String> {

    private final Iterator<Result<Item>> listing;
    private final Function<Exception, StorageException> failure;

    ListedKeys(Iterator<Result<Item>> listing, Function<Exception, StorageException> failure) {
        this.listing = listing;
        this.failure = failure;
    }

    @Override
    public boolean hasNext() {
        try {
            return listing.hasNext();
        } catch (IllegalStateException e) {
            throw failure.apply(e);
        }
    }

    @Override
    public String next() {
        try {
            return listing.next().get().objectName();
        } catch (MinioException | IllegalStateException e) {
            throw failure.apply(e);
        }
    }
}
