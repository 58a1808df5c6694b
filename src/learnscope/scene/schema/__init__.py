"""The wire format, and its only definition: what a reader sends (intents) and gets (scenes, problems).

Messages travel as MessagePack, in which floats keep all their bits and not-a-number is a number like any
other.
Arrays are raw little-endian float64, row by row. `web/src/schema.ts` is generated from this package.

One step of training is drawn along a timeline of phases, one unit of length each:

    read · forward 1..L · loss · backward L..1 · update        (2 L + 3 phases)

A position p on it is a real number: phases below floor(p) are done, phase floor(p) is under way. A stage
scene holds all numbers of its step, so that every position can be drawn from it. At the end of the timeline
the parameters are the new ones, beside the old ones; what was computed with these is shown as past.

Layers are counted from 0, the input. Links are counted from 0: link k leads from layer k to layer k + 1 and
carries weights[k] and biases[k] of the network. Samples are counted from 1 where they are named `number`,
from 0 where named `index`.
"""

from learnscope.scene.schema.answer import (
    Answer as Answer,
)
from learnscope.scene.schema.blame import (
    BlameScene as BlameScene,
    CheckedScene as CheckedScene,
    ComparedScene as ComparedScene,
    ErrorCurveScene as ErrorCurveScene,
    HistoryScene as HistoryScene,
    MoveScene as MoveScene,
    OutputChange as OutputChange,
    PathScene as PathScene,
    ShareScene as ShareScene,
    SharesScene as SharesScene,
)
from learnscope.scene.schema.changed import (
    ChangedKind as ChangedKind,
    ChangedScene as ChangedScene,
    ChangeEntry as ChangeEntry,
)
from learnscope.scene.schema.classroom import (
    ClassAct as ClassAct,
    ClassBar as ClassBar,
    ClassCode as ClassCode,
    ClassPart as ClassPart,
    ClassQuestion as ClassQuestion,
    ClassScene as ClassScene,
    ClassSeat as ClassSeat,
    ClassStudent as ClassStudent,
    Taught as Taught,
)
from learnscope.scene.schema.descents import (
    CurvatureScene as CurvatureScene,
    DescentScene as DescentScene,
    DescentsScene as DescentsScene,
    NextStepsScene as NextStepsScene,
    Race as Race,
    Went as Went,
)
from learnscope.scene.schema.experiment import (
    CheckScene as CheckScene,
    Choice as Choice,
    ChoiceSetting as ChoiceSetting,
    DiagnosisScene as DiagnosisScene,
    ExperimentScene as ExperimentScene,
    LayerSpec as LayerSpec,
    LayersSetting as LayersSetting,
    ManySetting as ManySetting,
    MeasureScene as MeasureScene,
    NumberSetting as NumberSetting,
    OutcomeScene as OutcomeScene,
    RemedyScene as RemedyScene,
    SampleScene as SampleScene,
    Setting as Setting,
    SettingGroup as SettingGroup,
    StartingPoint as StartingPoint,
    TrainingScene as TrainingScene,
)
from learnscope.scene.schema.intent import (
    About as About,
    Intent as Intent,
    When as When,
)
from learnscope.scene.schema.intents import (
    AddLayer as AddLayer,
    AddNeuron as AddNeuron,
    Advance as Advance,
    AnyIntent as AnyIntent,
    BeginWith as BeginWith,
    Choose as Choose,
    Close as Close,
    Configure as Configure,
    ConfigureLayers as ConfigureLayers,
    ConfigureMany as ConfigureMany,
    DeleteFuture as DeleteFuture,
    DeleteRun as DeleteRun,
    DrawData as DrawData,
    Fork as Fork,
    KeepWhatIf as KeepWhatIf,
    LeaveLesson as LeaveLesson,
    MoveLayer as MoveLayer,
    NewStart as NewStart,
    NextBatch as NextBatch,
    Open as Open,
    OpenLink as OpenLink,
    OpenRun as OpenRun,
    Pause as Pause,
    Play as Play,
    RaceFuture as RaceFuture,
    Redo as Redo,
    RemoveLastNeuron as RemoveLastNeuron,
    RemoveLayer as RemoveLayer,
    RemoveNeuron as RemoveNeuron,
    RenameFuture as RenameFuture,
    RenameRun as RenameRun,
    Reset as Reset,
    Rest as Rest,
    RestoreSample as RestoreSample,
    ReturnToBest as ReturnToBest,
    Role as Role,
    Seek as Seek,
    Select as Select,
    SetActivation as SetActivation,
    SetBreakpoint as SetBreakpoint,
    SetInput as SetInput,
    SetParameter as SetParameter,
    SetPlace as SetPlace,
    SetTarget as SetTarget,
    ShowSample as ShowSample,
    TakeLesson as TakeLesson,
    Train as Train,
    TryRemedy as TryRemedy,
    Undo as Undo,
    UsePicture as UsePicture,
    UseText as UseText,
)
from learnscope.scene.schema.landscape import (
    LandscapeAxis as LandscapeAxis,
    LandscapeOver as LandscapeOver,
    LandscapePath as LandscapePath,
    LandscapePoint as LandscapePoint,
    LandscapeScene as LandscapeScene,
    LossOf as LossOf,
)
from learnscope.scene.schema.lesson import (
    AnsweredPart as AnsweredPart,
    AnsweredScene as AnsweredScene,
    AskKind as AskKind,
    AskScene as AskScene,
    GoalScene as GoalScene,
    LessonBlock as LessonBlock,
    LessonDeeper as LessonDeeper,
    LessonEntry as LessonEntry,
    LessonPage as LessonPage,
    LessonPanel as LessonPanel,
    LessonScene as LessonScene,
    LessonsScene as LessonsScene,
    LessonText as LessonText,
    LessonWhy as LessonWhy,
    LineScene as LineScene,
    PlayScene as PlayScene,
    SpanScene as SpanScene,
    TextScene as TextScene,
)
from learnscope.scene.schema.links import LinkReading as LinkReading, MadeLink as MadeLink
from learnscope.scene.schema.matrices import (
    CodeScene as CodeScene,
    EquationScene as EquationScene,
    MatricesScene as MatricesScene,
    MatrixScene as MatrixScene,
)
from learnscope.scene.schema.members import MemberScene as MemberScene, MembersScene as MembersScene
from learnscope.scene.schema.moments import Array as Array, Moment as Moment
from learnscope.scene.schema.opened import (
    Comparison as Comparison,
    ComparisonScene as ComparisonScene,
    DecisionPicture as DecisionPicture,
    DecisionScene as DecisionScene,
    DifferenceScene as DifferenceScene,
    Life as Life,
    LifeAnswers as LifeAnswers,
    LifeScene as LifeScene,
    LifeStart as LifeStart,
    NeuronPictures as NeuronPictures,
    NeuronPicturesScene as NeuronPicturesScene,
    Opened as Opened,
    OpenedScene as OpenedScene,
    Panel as Panel,
    Strip as Strip,
    StripScene as StripScene,
)
from learnscope.scene.schema.paper import (
    AnswerOnPaper as AnswerOnPaper,
    PageOnPaper as PageOnPaper,
    PaperScene as PaperScene,
)
from learnscope.scene.schema.pictures import (
    FaceScene as FaceScene,
    PictureReading as PictureReading,
    PictureStage as PictureStage,
    Plane as Plane,
    PlaneScene as PlaneScene,
    ResponsesScene as ResponsesScene,
    Tag as Tag,
    Tones as Tones,
)
from learnscope.scene.schema.questions import (
    AskBlame as AskBlame,
    AskChecked as AskChecked,
    AskCurvature as AskCurvature,
    AskDescents as AskDescents,
    AskErrorCurve as AskErrorCurve,
    AskHistory as AskHistory,
    AskLandscape as AskLandscape,
    AskMembers as AskMembers,
    AskNextSteps as AskNextSteps,
    AskPaper as AskPaper,
    AskRemoval as AskRemoval,
    AskRemovalMap as AskRemovalMap,
    AskSpread as AskSpread,
    AskWorksheet as AskWorksheet,
    Changed as Changed,
    CheckAnswer as CheckAnswer,
    CheckSheet as CheckSheet,
    Code as Code,
    ListLessons as ListLessons,
    ListRuns as ListRuns,
    MakeLink as MakeLink,
    MapRow as MapRow,
    Matrices as Matrices,
    Question as Question,
    ReadLink as ReadLink,
    ReadPicture as ReadPicture,
    ReadText as ReadText,
    Teach as Teach,
    WhatIf as WhatIf,
    Why as Why,
)
from learnscope.scene.schema.removals import (
    EmergenceScene as EmergenceScene,
    JudgedBy as JudgedBy,
    OutputEffect as OutputEffect,
    RemovalMap as RemovalMap,
    RemovalMapScene as RemovalMapScene,
    RemovalScene as RemovalScene,
)
from learnscope.scene.schema.reply import (
    Frame as Frame,
    Message as Message,
    Problem as Problem,
    Reply as Reply,
    Scene as Scene,
    SeenScene as SeenScene,
    WelcomeScene as WelcomeScene,
)
from learnscope.scene.schema.run import (
    BreakpointScene as BreakpointScene,
    CurvesScene as CurvesScene,
    FutureScene as FutureScene,
    MapScene as MapScene,
    Mark as Mark,
    MarkKind as MarkKind,
    OverfittingScene as OverfittingScene,
    RunScene as RunScene,
    SavedRun as SavedRun,
    SavedRuns as SavedRuns,
    Series as Series,
    SeriesKind as SeriesKind,
    WhatIfLine as WhatIfLine,
    WhatIfPer as WhatIfPer,
    WhatIfScene as WhatIfScene,
)
from learnscope.scene.schema.sheet import (
    AnswerState as AnswerState,
    BlankScene as BlankScene,
    GivenScene as GivenScene,
    MistakeScene as MistakeScene,
    SheetChoice as SheetChoice,
    SheetScene as SheetScene,
)
from learnscope.scene.schema.spread import OwnGradient as OwnGradient, SpreadScene as SpreadScene
from learnscope.scene.schema.stage import (
    BatchScene as BatchScene,
    Change as Change,
    Curve as Curve,
    LayerScene as LayerScene,
    LinkScene as LinkScene,
    OutputScene as OutputScene,
    PathsScene as PathsScene,
    PhaseName as PhaseName,
    PhaseScene as PhaseScene,
    SelectionScene as SelectionScene,
    StageScene as StageScene,
    UpdateScene as UpdateScene,
    Verdict as Verdict,
)
from learnscope.scene.schema.text import (
    TextPiece as TextPiece,
    TextReading as TextReading,
)
from learnscope.scene.schema.why import (
    EffectScene as EffectScene,
    OperandScene as OperandScene,
    ProofScene as ProofScene,
    TermScene as TermScene,
    WhyScene as WhyScene,
)
from learnscope.scene.schema.worksheet import (
    WorksheetItem as WorksheetItem,
    WorksheetPart as WorksheetPart,
    WorksheetScene as WorksheetScene,
)

PROTOCOL = 4  # raised when an older page could misread a newer server
