package dev.renderfarm.modelexport.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * CLIP's vocabulary and the pairs that it joins, in the order of their ranks. Repositories have them as {@code
 * vocab.json} and {@code merges.txt}; workers read one file in the format of Hugging Face tokenizers.
 *
 * @param ids by token
 * @param merges two tokens each
 */
record ClipVocabulary(Map<String, Integer> ids, List<List<String>> merges) {

    static final String START = "<|startoftext|>";
    static final String END = "<|endoftext|>";

    private static final String PIECES =
            "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]" + "|[^\\s\\p{L}\\p{N}]+";
    private static final String WORD_END = "</w>";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    ClipVocabulary {
        ids = new LinkedHashMap<>(ids);
        merges = List.copyOf(merges);
    }

    /**
     * @param place of the files, for complaints
     * @throws CheckpointException if they are not what they should be
     */
    static ClipVocabulary read(String place, byte[] vocabulary, byte[] merges) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        try {
            JsonNode root = MAPPER.readTree(vocabulary);
            for (Map.Entry<String, JsonNode> entry : root.properties()) {
                if (!entry.getValue().isInt() || entry.getValue().intValue() < 0) {
                    throw new CheckpointException(
                            place + "/vocab.json: token " + entry.getKey() + " has no id: " + entry.getValue());
                }
                ids.put(entry.getKey(), entry.getValue().intValue());
            }
        } catch (IOException e) {
            throw new CheckpointException(place + "/vocab.json: not JSON: " + e.getMessage(), e);
        }
        ClipVocabulary read = new ClipVocabulary(ids, pairs(place, new String(merges, StandardCharsets.UTF_8)));
        if (!ids.containsKey(START) || !ids.containsKey(END)) {
            throw new CheckpointException(place + "/vocab.json: no CLIP vocabulary, it lacks " + START + " or " + END);
        }
        return read;
    }

    /**
     * Out of a file in the format of Hugging Face tokenizers, of which only vocabulary and pairs are read.
     *
     * @param file for complaints
     * @throws CheckpointException if it is no CLIP tokenizer
     */
    static ClipVocabulary ofTokenizer(String file, byte[] tokenizer) {
        JsonNode model;
        try {
            model = MAPPER.readTree(tokenizer).path("model");
        } catch (IOException e) {
            throw new CheckpointException(file + ": not JSON: " + e.getMessage(), e);
        }
        Map<String, Integer> ids = new LinkedHashMap<>();
        model.path("vocab")
                .properties()
                .forEach(entry -> ids.put(entry.getKey(), entry.getValue().asInt()));
        List<List<String>> merges = new ArrayList<>();
        for (JsonNode pair : model.path("merges")) {
            String[] two = pair.isArray()
                    ? new String[] {pair.path(0).asText(), pair.path(1).asText()}
                    : pair.asText().split(" ", -1);
            if (two.length != 2) {
                throw new CheckpointException(file + ": merges holds no pair: " + pair);
            }
            merges.add(List.of(two));
        }
        if (!ids.containsKey(START) || !ids.containsKey(END)) {
            throw new CheckpointException(file + ": no CLIP tokenizer, it lacks " + START + " or " + END);
        }
        return new ClipVocabulary(ids, merges);
    }

    /** The one that all of Stable Diffusion has, which this program carries. */
    static ClipVocabulary official() {
        List<List<String>> merges;
        try (InputStream in = ClipVocabulary.class.getResourceAsStream("/clip/merges.txt.gz")) {
            if (in == null) {
                throw new IllegalStateException("clip/merges.txt.gz is not on the class path");
            }
            merges = pairs("clip", new String(new GZIPInputStream(in).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Integer> ids = new LinkedHashMap<>();
        byteCharacters().forEach(character -> ids.put(character, ids.size()));
        byteCharacters().forEach(character -> ids.put(character + WORD_END, ids.size()));
        merges.forEach(pair -> ids.put(String.join("", pair), ids.size()));
        ids.put(START, ids.size());
        ids.put(END, ids.size());
        return new ClipVocabulary(ids, merges);
    }

    int id(String token) {
        Integer id = ids.get(token);
        if (id == null) {
            throw new CheckpointException("the vocabulary lacks the token " + token);
        }
        return id;
    }

    /** In the format of Hugging Face tokenizers, as that of transformers' {@code CLIPTokenizer}. */
    byte[] tokenizerJson() {
        ObjectNode root = MAPPER.createObjectNode().put("version", "1.0");
        root.putNull("truncation");
        root.putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        for (String special : List.of(START, END)) {
            added.addObject()
                    .put("id", id(special))
                    .put("content", special)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        ArrayNode normalizers =
                root.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
        normalizers.addObject().put("type", "NFC");
        ObjectNode blanks = normalizers.addObject().put("type", "Replace");
        blanks.putObject("pattern").put("Regex", "\\s+");
        blanks.put("content", " ");
        normalizers.addObject().put("type", "Lowercase");
        ArrayNode pretokenizers =
                root.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
        ObjectNode split = pretokenizers.addObject().put("type", "Split");
        split.putObject("pattern").put("Regex", PIECES);
        split.put("behavior", "Removed").put("invert", true);
        pretokenizers
                .addObject()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
        root.putNull("post_processor");
        root.putObject("decoder")
                .put("type", "ByteLevel")
                .put("add_prefix_space", true)
                .put("trim_offsets", true)
                .put("use_regex", true);
        putModel(root);
        try {
            return MAPPER.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void putModel(ObjectNode root) {
        ObjectNode model = root.putObject("model").put("type", "BPE");
        model.putNull("dropout");
        model.put("unk_token", END)
                .put("continuing_subword_prefix", "")
                .put("end_of_word_suffix", WORD_END)
                .put("fuse_unk", false)
                .put("byte_fallback", false)
                .put("ignore_merges", false);
        ObjectNode vocabulary = model.putObject("vocab");
        ids.forEach(vocabulary::put);
        ArrayNode pairs = model.putArray("merges");
        merges.forEach(pair -> pairs.addArray().add(pair.get(0)).add(pair.get(1)));
    }

    private static List<List<String>> pairs(String place, String text) {
        List<List<String>> pairs = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.isBlank() || (pairs.isEmpty() && line.startsWith("#version"))) {
                continue;
            }
            String[] pair = line.split(" ", -1);
            if (pair.length != 2) {
                throw new CheckpointException(
                        place + "/merges.txt: line " + (pairs.size() + 2) + " is no pair: " + line);
            }
            pairs.add(List.of(pair));
        }
        return pairs;
    }

    /** GPT-2's characters for bytes, in its order. */
    private static List<String> byteCharacters() {
        List<String> characters = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (int pass = 0; pass < 2; pass++) {
            for (int value = 0; value < 256; value++) {
                boolean printable = (value >= 33 && value <= 126) || (value >= 161 && value != 173);
                if (printable && pass == 0) {
                    characters.add(String.valueOf((char) value));
                } else if (!printable && pass == 1) {
                    others.add(String.valueOf((char) (256 + others.size())));
                }
            }
        }
        characters.addAll(others);
        return characters;
    }
}
