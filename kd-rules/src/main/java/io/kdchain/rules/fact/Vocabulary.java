package io.kdchain.rules.fact;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All words a rule file may use, with their fields and the closed lists of their values. Immutable. */
public final class Vocabulary {
    private static final List<Class<? extends Fact>> FACTS = List.of(
            Claim.class,
            Item.class,
            Party.class,
            Act.class,
            Check.class,
            Reliance.class,
            DataSource.class,
            Transfer.class,
            Leak.class,
            JointProcessing.class,
            OneProcessor.class,
            OneWithClaimant.class,
            ProtectedTransfer.class,
            Notice.class,
            NoticedUser.class,
            Finding.class,
            Tampering.class,
            Use.class,
            DutyAppraisal.class,
            BoundByRole.class,
            CauseSource.class,
            CausePart.class,
            CauseForm.class,
            OtherCause.class,
            Device.class,
            Deployer.class,
            Placement.class,
            DefectShown.class,
            ProductDefence.class,
            PersonalData.class,
            Decider.class,
            ProfessionalUser.class,
            Purpose.class,
            EstablishedCause.class,
            Organisational.class,
            LogGap.class,
            CheckGap.class,
            Access.class,
            TeacherTerms.class,
            Agreement.class,
            Promise.class,
            Alarm.class,
            Deception.class,
            Promotion.class,
            KnownDefect.class,
            Rectification.class,
            Entrusted.class,
            SafetyGrade.class,
            TimeBar.class,
            Notifier.class,
            CounterNotice.class,
            Interrupted.class,
            Indemnity.class,
            LiabilityCap.class,
            NonEconomic.class,
            AssignedShares.class,
            DefenceHolds.class);
    private static final List<Class<? extends Conclusion>> CONCLUSIONS = List.of(
            Producer.class,
            Seller.class,
            InSphere.class,
            RegimeOpen.class,
            OwesDuty.class,
            Breach.class,
            Presumed.class,
            Causal.class,
            Defect.class,
            DefectCausal.class,
            Defence.class,
            DefenceOpen.class,
            StrictApplies.class,
            StrictlyLiable.class,
            Answerable.class,
            AtFault.class,
            Solidarity.class,
            EqualParts.class,
            SeveralParts.class,
            Contributory.class,
            AsAssigned.class,
            Track.class,
            ClaimantBar.class,
            WorkContract.class,
            Supplementary.class,
            CoverLimit.class,
            ClauseVoid.class,
            HeldHarmless.class,
            RecourseCapped.class,
            Punitive.class,
            MeasureDue.class);

    private final Map<String, WordEntry> words;
    private final Map<String, List<String>> lists;

    private Vocabulary(Map<String, List<String>> lists) {
        this.lists = Collections.unmodifiableMap(new TreeMap<>(lists));
        this.words = Collections.unmodifiableMap(Stream.concat(FACTS.stream(), CONCLUSIONS.stream())
                .map(WordEntry::of)
                .collect(Collectors.toMap(WordEntry::name, w -> w, (a, b) -> a, LinkedHashMap::new)));
    }

    /** The words with the lists that hold for every pack; fields of a pack's list accept nothing yet. */
    public static Vocabulary base() {
        return new Vocabulary(CodeLists.all());
    }

    /** The same words with one more closed list, or a list replaced. */
    public Vocabulary withList(String name, Collection<String> codes) {
        Map<String, List<String>> more = new TreeMap<>(lists);
        more.put(name, List.copyOf(codes));
        return new Vocabulary(more);
    }

    /** All words, facts first, in the order in which they are explained to lawyers. */
    public Collection<WordEntry> words() {
        return words.values();
    }

    /** The word of this name, if there is one. */
    public Optional<WordEntry> word(String name) {
        return Optional.ofNullable(words.get(name));
    }

    /** The values of a closed list; empty if the list is not known. */
    public List<String> list(String name) {
        return lists.getOrDefault(name, List.of());
    }

    /**
     * A word and its fields.
     *
     * @param name as rule files write it
     * @param type the record
     * @param en what it means, in English
     * @param zh what it means, in Chinese
     * @param singleton whether there is exactly one of it
     * @param concludedIn phases in which a rule may conclude it; empty for a fact
     * @param fields in the order of the constructor
     */
    public record WordEntry(
            String name,
            Class<? extends Term> type,
            String en,
            String zh,
            boolean singleton,
            Set<Phase> concludedIn,
            List<Field> fields) {

        static WordEntry of(Class<? extends Term> type) {
            Word word = type.getAnnotation(Word.class);
            if (word == null) {
                throw new IllegalStateException(type.getName() + " is no word of the vocabulary: it lacks @Word.");
            }
            return new WordEntry(
                    type.getSimpleName(),
                    type,
                    word.en(),
                    word.zh(),
                    word.singleton(),
                    Set.of(word.concludedIn()),
                    Stream.of(type.getRecordComponents()).map(Field::of).toList());
        }

        /** Whether rules conclude it; otherwise it is a fact. */
        public boolean isConclusion() {
            return Conclusion.class.isAssignableFrom(type);
        }

        /** The field of this name, if there is one. */
        public Optional<Field> field(String fieldName) {
            return fields.stream().filter(f -> f.name().equals(fieldName)).findFirst();
        }
    }

    /**
     * A field of a word.
     *
     * @param name as rule files write it
     * @param type {@code String.class}, {@code int.class} or {@code boolean.class}
     * @param list name of its closed list; empty for an id, a number or a truth value
     */
    public record Field(String name, Class<?> type, String list) {
        static Field of(RecordComponent component) {
            OneOf oneOf = component.getAnnotation(OneOf.class);
            return new Field(component.getName(), component.getType(), oneOf == null ? "" : oneOf.value());
        }
    }
}
