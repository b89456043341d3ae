"""The built-in engine: draws an animatic, the moving storyboard that film makers cut before they shoot."""
