package dev.renderfarm.coordinator.ledger.books;

import static dev.renderfarm.coordinator.ledger.books.Samples.BATCH;
import static dev.renderfarm.coordinator.ledger.books.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BookkeeperTest {

    @Test
    void shouldGiveUpTheItemsOfItsBatchesWhenClosed() {
        // Given
        FakeItems items = new FakeItems();
        var services = new SharedServices(new FakeLongWork(), items, new FakeCapacity(), new BatchShares());
        var books = new Bookkeeper(new MemoryTables(), new MemoryOutbox(), services, Samples.policies(4));
        books.command(Samples.submit(BATCH, 3), START);
        books.command(Samples.validated(BATCH, 10), START);
        books.tick(START);
        // When
        books.close();
        // Then
        assertThat(items.forgotten()).containsExactly(BATCH);
    }
}
