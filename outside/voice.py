class NoVoice(Exception): pass
def make_clips(f): pass
def spoken(label,counter,*,again): return ()
