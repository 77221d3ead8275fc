package dev.renderfarm.objectstore.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link ObjectStore#list} promises, of every store. */
public abstract class ListContract {

    /** A store with objects of these keys. */
    protected abstract ObjectStore holding(List<String> keys);

    @Test
    void shouldListTheKeysOfAPrefixInTheOrderOfTheirBytes() {
        ObjectStore store =
                holding(List.of("files/b", "filesx", "files/a~", "files/a", "files/a-1", "files/é & +", "file"));
        assertThat(list(store, "files/", ""))
                .containsExactly("files/a", "files/a-1", "files/a~", "files/b", "files/é & +");
        assertThat(list(store, "nothing/", "")).isEmpty();
    }

    @Test
    void shouldListWhatComesAfterAKeyThatNeedNotBeThere() {
        ObjectStore store = holding(List.of("files/a", "files/b", "files/c"));
        assertThat(list(store, "files/", "files/a")).containsExactly("files/b", "files/c");
        assertThat(list(store, "files/", "files/aa")).containsExactly("files/b", "files/c");
        assertThat(list(store, "files/", "files/c")).isEmpty();
        assertThat(list(store, "files/", "a")).hasSize(3);
    }

    @Test
    void shouldListMoreThanOneAnswerOfAServerHolds() {
        List<String> keys = IntStream.range(0, 25)
                .mapToObj(i -> "files/" + (char) ('a' + i) + "/x")
                .toList();
        assertThat(list(holding(keys), "files/", "")).containsExactlyElementsOf(keys);
    }

    private static List<String> list(ObjectStore store, String prefix, String after) {
        List<String> keys = new ArrayList<>();
        for (Iterator<String> listed = store.list(prefix, after); listed.hasNext(); ) {
            keys.add(listed.next());
        }
        return keys;
    }
}
