package io.kdchain.rules.engine;

import static io.kdchain.rules.pack.PackFixture.rule;

/** Rules in all forms that the language has. */
public final class RuleForms {
    /** Every construct of the language at least once, over several phases. */
    public static final String ALL = rule(
                    "T-1: duty by stage",
                    "duty",
                    "Act( $act : act, $party : party, stage == \"adaptation\" )",
                    "insertLogical( new OwesDuty( $party, \"verify-equivalence\", $act ) );")
            + rule(
                    "T-1: duty by one of two acts",
                    "duty",
                    """
                    Party( $party : party, role != "auditor" )
                    ( Act( party == $party, $act : act, stage in ( "teacher", "data" ) )
                      or Use( party == $party, $act : act, use != "as-intended" ) )
                    """,
                    "insertLogical( new OwesDuty( $party, \"examine-bias\", $act ) );")
            + rule("T-1: silence is a breach", "breach", """
                    OwesDuty( $party : party, $duty : duty, $act : act )
                    Check( act == $act, party == $party, state in ( "absent", "formal" ) )
                    not ( DutyAppraisal( party == $party, duty == $duty, met == true ) and Party( party == $party ) )
                    """, """
                    insertLogical( new Breach( $party, $duty, $act, "ordinary", "untied" ) );
                    insertLogical( new Breach( $party, "complaint-channel", $act, "slight", "untied" ) );
                    """)
            + rule(
                    "T-1: an appraised grade",
                    "breach",
                    """
                    OwesDuty( $party : party, $duty : duty, $act : act )
                    DutyAppraisal( party == $party, duty == $duty, met == false, $grade : fault, fault != "unstated" )
                    """,
                    "insertLogical( new Breach( $party, $duty, $act, $grade, \"tied\" ) );")
            + rule(
                    "T-3: many notices",
                    "breach",
                    """
                    Party( $party : party, role == "deployment-platform" )
                    Act( party == $party, $act : act )
                    accumulate( Notice( party == $party, $n : notice, state != "met" ) ; $many : count( $n ) ; $many >= 2 )
                    exists ( Notice( party == $party, $late : notice, state == "late" ) and NoticedUser( notice == $late ) )
                    """,
                    "insertLogical( new Breach( $party, \"act-on-notice\", $act, \"gross\", \"tied\" ) );")
            + rule(
                    "T-1: all of its transfers were protected",
                    "defence",
                    """
                    Item( $item : item, proven == true )
                    Leak( item == $item, $party : party )
                    forall( Transfer( party == $party, $t : act ) Transfer( act == $t, party == $party, protection in ( "encrypted", "dynamic-encrypted" ) ) )
                    not Tampering( party == $party )
                    """,
                    "insertLogical( new Defence( $party, $item, \"rebutted\" ) );")
            + rule("T-1: liable", "liability", """
                    Breach( $party : party, $duty : duty, $grade : grade, grade != "none" )
                    Leak( party == $party, $item : item )
                    not Defence( party == $party, item == $item )
                    """, "insertLogical( new AtFault( $party, $item, $duty, $grade ) );")
            + rule(
                    "T-1: 中文 names and an `or` that comes first",
                    "characterise",
                    """
                    ( Deployer( $项目 : item, $当事人 : party ) or Decider( $项目 : item, $当事人 : party ) )
                    Item( item == $项目, proven == true )
                    """,
                    "insertLogical( new Producer( $项目, $当事人 ) );")
            + rule(
                    "T-1: local names may be used again, and a singleton needs no join",
                    "characterise",
                    """
                    Leak( $item : item, $party : party, $leak : leak )
                    Claim( override in ( "none", "fault" ), claimant != $party )
                    not ( Transfer( party == $party, $t : act ) and Act( act == $t, stage == "use" ) )
                    not ( Act( party == $party, $t : act ) and Transfer( act == $t, protection == "none" ) )
                    exists ( JointProcessing( party == $party, $t : other ) and not Party( party == $t ) )
                    """,
                    "insertLogical( new InSphere( $item, $party ) );")
            + rule(
                    "T-1: values among bindings",
                    "causation",
                    """
                    Breach( $party : party, $duty : duty, $grade : grade )
                    CausePart( party == $party, $item : item, $fault : fault, fault in ( $grade, "gross" ), fault != "unstated" )
                    Item( item == $item, $proven : proven, aggravated != $proven )
                    accumulate( CausePart( item == $item ) and Item( item == $item ) ; $parts : count( 1 ) ; $parts > 0, $parts <= 3 )
                    accumulate( DutyAppraisal( party == $party, duty == $duty ) ; $met : count( 1 ) ; $met < $parts )
                    """,
                    "insertLogical( new Causal( $party, $item, $duty, $fault, \"appraised\" ) );")
            + rule(
                    "T-1: each with two others",
                    "causation",
                    """
                    Item( $item : item )
                    not Causal( item == $item )
                    forall( CauseForm( item == $item, $form : form ) CauseSource( item == $item, $source : source ) CausePart( item == $item, fault != "none" ) )
                    ( not OtherCause( item == $item, sole == true ) or exists DefectShown( item == $item ) )
                    """,
                    "insertLogical( new Defect( $item, \"localised\" ) );");

    private RuleForms() {}
}
