package dev.renderfarm.provenance.jumbf;

import dev.renderfarm.provenance.refusal.MalformedException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A superbox as it was read. Buffers are views of the bytes that were read, and belong to whoever reads them: take a
 * {@link ByteBuffer#duplicate}.
 *
 * @param label empty where it has none
 * @param payload all of it but length and type: what a hashed URI hashes (C2PA 2.2, section 8.4.2)
 * @param boxes the superboxes in it, in their order
 * @param contents payloads of its content boxes of CBOR
 */
public record Superbox(UUID type, String label, ByteBuffer payload, List<Superbox> boxes, List<ByteBuffer> contents) {

    public Superbox {
        boxes = List.copyOf(boxes);
        contents = List.copyOf(contents);
    }

    public boolean is(BoxType wanted) {
        return type.equals(wanted.uuid());
    }

    /** The first box in it with the label. */
    public Optional<Superbox> box(String wanted) {
        return boxes.stream().filter(box -> box.label().equals(wanted)).findFirst();
    }

    /**
     * The one of that type.
     *
     * @param labels that it may have
     * @throws MalformedException if there is none, or more, or with another label
     */
    public Superbox only(BoxType wanted, String... labels) throws MalformedException {
        List<Superbox> found = boxes.stream().filter(box -> box.is(wanted)).toList();
        if (found.size() != 1 || !List.of(labels).contains(found.get(0).label())) {
            throw new MalformedException("box " + label + " has " + found.size() + " boxes of type " + wanted
                    + " where one is expected with the label " + String.join(" or ", labels));
        }
        return found.get(0);
    }

    /** @throws MalformedException if it has no content of CBOR, or more */
    public ByteBuffer cbor() throws MalformedException {
        if (contents.size() != 1) {
            throw new MalformedException(
                    "box " + label + " has " + contents.size() + " contents of CBOR where one is expected");
        }
        return contents.get(0).duplicate();
    }
}
