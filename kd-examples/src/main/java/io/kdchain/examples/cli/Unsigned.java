package io.kdchain.examples.cli;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.checkpoint.Checkpoint;
import java.util.Optional;

/** What of a log stands under no checkpoint, and what to do about it. */
final class Unsigned {
    private Unsigned() {}

    /** How many entries no checkpoint covers. */
    static long count(ChainLog log) {
        long covered = log.checkpoint()
                .map(note -> Checkpoint.parse(note.text()).size())
                .orElse(0L);
        return Math.max(0, log.size() - covered);
    }

    /** In words; nothing where all stands under a checkpoint. */
    static Optional<String> remark(ChainLog log, Kd kd) {
        long open = count(log);
        if (open == 0) {
            return Optional.empty();
        }
        if (log.origin().isEmpty()) {
            return Optional.of(
                    kd.say(
                            "Note: the log has no key of its own, so nothing proves that no entry was left out, such as an incident or another test. Append the next entry with --log-key FILE ('kd key new FILE' makes one): the log then signs for all of them.",
                            "注意：该日志没有自身的密钥，无法证明没有遗漏条目（例如某一事件或另一次测试）。请在追加下一条目时给出 --log-key FILE（可用 “kd key new FILE” 生成），日志即对全部条目签署检查点。"));
        }
        return Optional.of(kd.say(
                        "Note: %d entries from %d on are under no checkpoint, as something was appended without --log-key; so the log does not verify. Append the next entry with --log-key FILE: the log then signs for all of them. Ask again after that.",
                        "注意：有 %d 个条目（自第 %d 条起）因追加时未给出 --log-key 而不在任何检查点之下，日志因此核验未通过。请在追加下一条目时给出 --log-key FILE，日志即对全部条目签署检查点，然后再次查询。")
                .formatted(open, log.size() - open));
    }
}
